/// Changes which keys sign for the sender, witnessed by the old authenticator and the new one.
public struct Rotate: ActionBody, Hashable {
    public static let tag = 7
    public static let name = "rotate"
    public static let leastByteCount = Authenticator.leastByteCount

    public let to: Authenticator

    public init(to: Authenticator) {
        self.to = to
    }

    public var fields: [Field] { to.fields }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(to) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        to = try Authenticator(from: &decoder)
    }
}
