import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL

/// The typed client of a node's HTTP API.
///
/// One for each node; it keeps connections open until ``shutdown()``, which must be called before it goes.
package struct LedgerClient: Sendable {
    /// The node's address without a slash at its end.
    package let url: String
    let http: HTTPClient

    /// How long an answer may take. Waiting for a block is part of it.
    static let timeout = TimeAmount.seconds(60)

    /// - Parameters:
    ///   - url: `http://` or `https://`, a host, a port if need be, and a path under which `/v1` lies.
    ///   - trustRoots: a file of PEM certificates to trust instead of the system's.
    /// - Throws: ``ClientError/badURL(_:)``.
    package init(url: String, trustRoots: String? = nil) throws {
        let address = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard let parsed = URL(string: address), ["http", "https"].contains(parsed.scheme ?? ""),
            parsed.host?.isEmpty == false, parsed.query == nil, parsed.fragment == nil
        else { throw ClientError.badURL(url) }
        self.url = address
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)), decompression: .disabled)
        if let trustRoots {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(trustRoots)
            configuration.tlsConfiguration = tls
        }
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the connections. The client is of no use afterwards.
    package func shutdown() async throws { try await http.shutdown() }
}

/// Why a node gave no usable answer.
package enum ClientError: Error, CustomStringConvertible {
    case badURL(String)
    case unreachable(url: String, any Error)
    /// The node answered with an error.
    case problem(ProblemView)
    /// What answered is no node of this kind, or one of another version.
    case unexpected(url: String, status: Int, String)

    package var description: String {
        switch self {
        case .badURL(let url): "'\(url)' is not a node's address; write one such as http://127.0.0.1:8440"
        case .unreachable(let url, let error): "\(url) cannot be reached: \(error); is the node running there?"
        case .problem(let problem): "\(problem)"
        case .unexpected(let url, let status, let what):
            "\(url) answered \(status) with something other than a node's answer: \(what)"
        }
    }
}
