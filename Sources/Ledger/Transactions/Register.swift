/// A registrar admits an account that nobody has paid yet.
public struct Register: ActionBody, Hashable {
    public static let tag = 4
    public static let name = "register"
    public static let leastByteCount = 33

    public let account: AccountID

    public init(account: AccountID) {
        self.account = account
    }

    public var fields: [Field] { [Field("account", .account(account))] }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(account) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        account = try AccountID(from: &decoder)
    }
}
