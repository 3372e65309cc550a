/// The authority replaces the whole policy, effective with the next block.
public struct SetPolicy: ActionBody, Hashable {
    public static let tag = 10
    public static let name = "setPolicy"
    public static let leastByteCount = Policy.leastByteCount

    public let policy: Policy

    public init(policy: Policy) {
        self.policy = policy
    }

    public var fields: [Field] { policy.fields }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(policy) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        policy = try Policy(from: &decoder)
    }
}
