package import Ledger
package import LedgerCrypto
import LedgerText

/// Why a request's body is not what it is said to be.
package struct BodyFault: Error, Equatable {
    package let detail: String

    package init(_ detail: String) { self.detail = detail }
}

/// A transaction as JSON, checked in its form.
package struct Submission {
    package let chain: Digest?
    package let transaction: [UInt8]
    package let handles: [Handle]

    private static let handleLimit = 2048

    private static let entries = ["chain", "transaction", "handles"]

    /// Takes time in proportion to the bytes.
    ///
    /// - Throws: the place where it is no JSON, or the entry that is wrong; one that nobody knows is, and one that stands there twice.
    package init(json: [UInt8]) throws(BodyFault) {
        let value: StrictJSON
        do { value = try StrictJSON(parsing: json) } catch { throw BodyFault("the body is no JSON: \(error)") }
        guard case .object(let object) = value else {
            throw BodyFault("expected a JSON object of 'transaction' and, if need be, 'chain' and 'handles'")
        }
        var values: [String: StrictJSON] = [:]
        for entry in object {
            guard Self.entries.contains(entry.name) else {
                throw BodyFault("unknown entry '\(entry.name.prefix(100))'; allowed are chain, transaction, handles")
            }
            guard values.updateValue(entry.value, forKey: entry.name) == nil else {
                throw BodyFault("the entry '\(entry.name)' stands there twice")
            }
        }
        guard case .string(let hex)? = values["transaction"], let bytes = Hex.decode(hex) else {
            throw BodyFault("transaction: expected the signed transaction's bytes in hex")
        }
        transaction = bytes
        switch values["chain"] {
        case nil: chain = nil
        case .string(let hex):
            guard let digest = Digest(hex: hex) else { fallthrough }
            chain = digest
        default: throw BodyFault("chain: expected 64 hex digits")
        }
        switch values["handles"] {
        case nil: handles = []
        case .array(let items) where items.count <= Self.handleLimit: handles = try items.map(Self.handle)
        default: throw BodyFault("handles: expected a list of at most \(Self.handleLimit) texts")
        }
    }

    private static func handle(_ item: StrictJSON) throws(BodyFault) -> Handle {
        guard case .string(let text) = item, let handle = Handle(text) else {
            throw BodyFault("handles: each is \(Handle.form)")
        }
        return handle
    }
}
