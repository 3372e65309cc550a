package import Ledger
import LedgerClient
package import LedgerCrypto

/// Why a request's body is not what it is said to be.
package struct BodyFault: Error, Equatable {
    package let detail: String

    init(_ detail: String) { self.detail = detail }
}

/// A transaction as JSON, checked in its form.
package struct Submission {
    package let chain: Digest?
    package let transaction: [UInt8]
    package let handles: [Handle]

    private static let handleLimit = 2048

    /// - Throws: the entry that is wrong; entries that nobody knows are.
    package init(json: [UInt8]) throws(BodyFault) {
        guard case .group(let entries)? = try? JSON.decode(JSONValue.self, from: json) else {
            throw BodyFault("expected a JSON object of 'transaction' and, if need be, 'chain' and 'handles'")
        }
        if let stranger = entries.keys.sorted().first(where: { !["chain", "transaction", "handles"].contains($0) }) {
            throw BodyFault("unknown entry '\(stranger)'; allowed are chain, transaction, handles")
        }
        guard case .text(let hex)? = entries["transaction"], let bytes = Hex.decode(hex) else {
            throw BodyFault("transaction: expected the signed transaction's bytes in hex")
        }
        transaction = bytes
        switch entries["chain"] {
        case nil: chain = nil
        case .text(let hex):
            guard let digest = Digest(hex: hex) else { fallthrough }
            chain = digest
        default: throw BodyFault("chain: expected 64 hex digits")
        }
        var handles: [Handle] = []
        switch entries["handles"] {
        case nil: break
        case .list(let items) where items.count <= Self.handleLimit:
            for item in items {
                guard case .text(let text) = item, let handle = Handle(text) else {
                    throw BodyFault("handles: each is \(Handle.form)")
                }
                handles.append(handle)
            }
        default: throw BodyFault("handles: expected a list of at most \(Self.handleLimit) texts")
        }
        self.handles = handles
    }
}
