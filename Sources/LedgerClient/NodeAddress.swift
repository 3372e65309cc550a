import FoundationEssentials

/// A node's address in the one way in which it is written here, so that a node is known again however somebody typed it.
package struct NodeAddress: Sendable, Equatable {
    /// Scheme and host in small letters, no port that goes without saying, no slash at the end.
    package let text: String

    /// - Parameter text: `http://` or `https://`, a host, a port if need be, and a path under which `/v1` lies.
    /// - Throws: ``ClientError/badURL(_:)``, ``ClientError/credentials``.
    package init(_ text: String) throws(ClientError) {
        guard let parsed = URLComponents(string: text), let scheme = parsed.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parsed.encodedHost?.lowercased(), !host.isEmpty,
            parsed.query == nil, parsed.fragment == nil
        else { throw .badURL(text) }
        guard parsed.user == nil, parsed.password == nil else { throw .credentials }
        let usual = scheme == "http" ? 80 : 443
        let port = parsed.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? ""
        var path = parsed.percentEncodedPath[...]
        while path.last == "/" { path.removeLast() }
        self.text = "\(scheme)://\(host)\(port)\(path)"
    }
}
