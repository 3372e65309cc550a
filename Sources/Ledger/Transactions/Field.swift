public import LedgerCrypto

/// One named value of an action, so that commands and answers can show every kind of action without knowing it.
public struct Field: Sendable {
    public enum Value: Sendable {
        case account(AccountID)
        case amount(Amount)
        case duration(Milliseconds)
        case hash(Digest)
        case key(PublicKey)
        case number(UInt64)
        case text(String)
        case group([Field])
        case list([Value])
    }

    public let name: String
    public let value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

extension [Field] {
    /// The field of an optional hash: nothing where there is none.
    static func evidence(_ hash: Digest?) -> [Field] {
        hash.map { [Field("evidence", .hash($0))] } ?? []
    }
}
