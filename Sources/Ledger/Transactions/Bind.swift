public import LedgerCrypto

/// A registrar gives a handle its first key, witnessed by that key too. It takes effect after the policy's bind delay.
public struct Bind: ActionBody, Hashable {
    public static let tag = 5
    public static let name = "bind"
    public static let leastByteCount = 4 + 32

    public let handle: Handle
    public let key: PublicKey

    public init(handle: Handle, key: PublicKey) {
        self.handle = handle
        self.key = key
    }

    public var fields: [Field] {
        [Field("handle", .text(handle.text)), Field("account", .account(.handle(handle))), Field("key", .key(key))]
    }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(handle)
        encoder.write(key)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        handle = try Handle(from: &decoder)
        key = try decoder.readKey()
    }
}
