import Ledger
import LedgerCrypto
import LedgerFiles

/// A node's settings: flags before the environment before the file.
struct NodeSettings {
    /// All of them, each by the name of its option. What the node looks up is one of these, so none can be missing here.
    enum Name: String, CaseIterable {
        case data, genesis, producer, listen, keys
        case blockInterval = "block-interval"
        case listenersPerAddress = "listeners-per-address"
        case connectionsPerAddress = "connections-per-address"
        case archivesPerAddress = "archives-per-address"
        case tlsCertificate = "tls-certificate"
        case tlsKey = "tls-key"
        case logLevel = "log-level"
        case guardFolder = "guard"
        case passphraseFile = "passphrase-file"
    }

    private var file: [Name: String] = [:]

    /// Reads a file of lines `name = value`; empty lines and those that begin with `#` are left out.
    init(file path: String?) throws {
        guard let path else { return }
        let bytes = try AtomicFile.read(path, limit: 1 << 16)
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let text = Self.trimmed(line)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = Name(rawValue: Self.trimmed(parts[0])), file[name] == nil else {
                throw CommandFailure.usage(
                    "\(path), line \(index + 1): '\(text)' is not 'name = value' with each name once, of "
                        + Name.allCases.map(\.rawValue).joined(separator: ", "))
            }
            file[name] = Self.trimmed(parts[1])
        }
    }

    subscript(flag: String?, name: Name) -> String? {
        let variable = "LAUREL_NODE_" + String(name.rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
        return flag ?? Environment.get(variable) ?? file[name]
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
