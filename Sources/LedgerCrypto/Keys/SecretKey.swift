import CSecp256k1

/// A secret key of BIP340: a number from 1 to n − 1, where n is the order of secp256k1.
///
/// The secret lies in one place on the heap, is wiped when the last reference goes, and shows in no description,
/// dump or error.
public final class SecretKey: @unchecked Sendable {  // `keypair` is written before init ends and only read after it
    private let keypair: UnsafeMutablePointer<secp256k1_keypair>

    /// The x-only public key of this secret.
    public let publicKey: PublicKey

    /// A fresh random key. Throws ``CryptoError`` if the system gives no randomness.
    public convenience init() throws {
        let pair = try withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { secret in
            defer { Wipe.wipe(secret) }
            while true {  // 32 random bytes are no key with a chance of 2^-128
                try SystemRandom.fill(secret)
                if let pair = SecretKey.makePair(UnsafeRawBufferPointer(secret)) { return pair }
            }
        }
        self.init(taking: pair)
    }

    /// The key of 32 big-endian bytes; nil if they are not 32, or if their number is 0 or not below n.
    public convenience init?(_ bytes: UnsafeRawBufferPointer) {
        guard let pair = SecretKey.makePair(bytes) else { return nil }
        self.init(taking: pair)
    }

    private init(taking keypair: UnsafeMutablePointer<secp256k1_keypair>) {
        self.keypair = keypair
        var point = secp256k1_xonly_pubkey()
        let status = secp256k1_keypair_xonly_pub(Curve.signing.pointer, &point, nil, keypair)
        precondition(status == 1, "a keypair that secp256k1_keypair_create made has its public key")
        publicKey = .filled { bytes in
            let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress!  // 32 bytes, never empty
            secp256k1_xonly_pubkey_serialize(Curve.signing.pointer, start, &point)
        }
    }

    deinit {
        SecretKey.destroy(keypair)
    }

    private static func makePair(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutablePointer<secp256k1_keypair>? {
        guard bytes.count == 32, let secret = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
        let keypair = UnsafeMutablePointer<secp256k1_keypair>.allocate(capacity: 1)
        keypair.initialize(to: secp256k1_keypair())
        guard secp256k1_keypair_create(Curve.signing.pointer, keypair, secret) == 1 else {
            destroy(keypair)
            return nil
        }
        return keypair
    }

    private static func destroy(_ keypair: UnsafeMutablePointer<secp256k1_keypair>) {
        Wipe.wipe(UnsafeMutableRawBufferPointer(start: keypair, count: MemoryLayout<secp256k1_keypair>.size))
        keypair.deallocate()
    }
}

extension SecretKey {
    /// A BIP340 signature of `message` with fresh auxiliary randomness: signing twice gives two signatures, both valid.
    ///
    /// Throws ``CryptoError`` if the system gives no randomness.
    public func sign(_ message: Digest) throws -> Signature {
        let auxiliary = try Digest.filled { try SystemRandom.fill($0) }
        return try message.withUnsafeBytes { try sign($0, auxiliary: auxiliary) }
    }

    /// The BIP340 signature of `message`, of any length, that `auxiliary` randomness leads to.
    package func sign(_ message: UnsafeRawBufferPointer, auxiliary: Digest) throws -> Signature {
        let message = message.assumingMemoryBound(to: UInt8.self)
        return try Signature.filled { signature in
            let status = auxiliary.withUnsafeBytes {
                laurel_secp256k1_sign(
                    Curve.signing.pointer, signature.assumingMemoryBound(to: UInt8.self).baseAddress,
                    message.baseAddress, message.count, keypair, $0.assumingMemoryBound(to: UInt8.self).baseAddress)
            }
            guard status == 1 else { throw CryptoError.signingFailed }
        }
    }

    /// Lends the 32 secret bytes to `body`, in a copy that is wiped when it returns. What `body` copies is its to wipe.
    package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { secret in
            defer { Wipe.wipe(secret) }
            let status = secp256k1_keypair_sec(
                Curve.signing.pointer, secret.assumingMemoryBound(to: UInt8.self).baseAddress!, keypair)  // 32 bytes
            precondition(status == 1, "a keypair that secp256k1_keypair_create made has its secret")
            return try body(UnsafeRawBufferPointer(secret))
        }
    }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same text: a secret is not for printing.
    public var description: String { "SecretKey(…)" }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
