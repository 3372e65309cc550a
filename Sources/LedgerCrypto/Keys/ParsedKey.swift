import CSecp256k1

/// A public key found to be on the curve, its point worked out (a square root) and kept. Whoever checks more than one
/// signature of a key saves time by keeping this.
public struct ParsedKey: Sendable {
    private let point: secp256k1_xonly_pubkey

    /// Nil if `key` is the x of no point on the curve (BIP340 `lift_x` fails).
    public init?(_ key: PublicKey) {
        var point = secp256k1_xonly_pubkey()
        let isOnCurve = key.withUnsafeBytes { key in
            guard let bytes = key.assumingMemoryBound(to: UInt8.self).baseAddress else { return false }
            return secp256k1_xonly_pubkey_parse(Curve.verifying.pointer, &point, bytes) == 1
        }
        guard isOnCurve else { return nil }
        self.point = point
    }

    /// Whether `signature` is this key's for the 32-byte `message` (BIP340 `Verify`).
    public func isValid(_ signature: Signature, for message: Digest) -> Bool {
        message.withUnsafeBytes { isValid(signature, for: $0) }
    }

    /// Whether `signature` is this key's for `message`, of any length.
    package func isValid(_ signature: Signature, for message: UnsafeRawBufferPointer) -> Bool {
        signature.withUnsafeBytes { signature in
            guard let signature = signature.assumingMemoryBound(to: UInt8.self).baseAddress else { return false }
            let message = message.assumingMemoryBound(to: UInt8.self)
            return withUnsafePointer(to: point) {
                secp256k1_schnorrsig_verify(Curve.verifying.pointer, signature, message.baseAddress, message.count, $0)
            } == 1
        }
    }
}

extension PublicKey {
    /// The point of this key; nil if there is none on the curve.
    public func parsed() -> ParsedKey? { ParsedKey(self) }

    /// Whether `signature` is this key's for `message`; false too if this key is not on the curve.
    public func isValid(_ signature: Signature, for message: Digest) -> Bool {
        parsed()?.isValid(signature, for: message) ?? false
    }
}
