import Ledger
import LedgerCrypto
import LedgerFiles

/// A node's settings: flags before the environment before the file.
struct NodeSettings {
    static let names = [
        "data", "genesis", "producer", "listen", "block-interval", "tls-certificate", "tls-key", "log-level", "guard",
    ]

    private var file: [String: String] = [:]

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
            let name = Self.trimmed(parts[0])
            guard parts.count == 2, Self.names.contains(name), file[name] == nil else {
                throw CommandFailure.usage(
                    "\(path), line \(index + 1): '\(text)' is not 'name = value' with each name once, of "
                        + Self.names.joined(separator: ", "))
            }
            file[name] = Self.trimmed(parts[1])
        }
    }

    subscript(flag: String?, name: String) -> String? {
        let variable = "LAUREL_NODE_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
        return flag ?? Environment.get(variable) ?? file[name]
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
