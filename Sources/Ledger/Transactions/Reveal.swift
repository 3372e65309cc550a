/// The first transaction of a threshold account: shows the policy that its id is the hash of, signed by k of its keys.
public struct Reveal: ActionBody, Hashable {
    public static let tag = 6
    public static let name = "reveal"
    public static let leastByteCount = Authenticator.leastByteCount

    public let policy: Authenticator

    public init(policy: Authenticator) {
        self.policy = policy
    }

    public var fields: [Field] { policy.fields }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(policy) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        policy = try Authenticator(from: &decoder)
    }
}

extension Authenticator {
    var fields: [Field] {
        [Field("threshold", .number(UInt64(threshold))), Field("keys", .list(keys.map { .key($0) }))]
    }
}
