public import LedgerCrypto

/// A secret key under a passphrase, as it is kept in a file.
///
/// scrypt (RFC 7914) makes a key of the passphrase, and ChaCha20-Poly1305 (RFC 8439) seals the secret with it. Every
/// other field is authenticated with the secret, so a file that was changed anywhere does not open:
/// the associated data are the fields `format, publicKey, kdf name, n, r, p, salt, cipher name, nonce`, bytes as
/// lowercase hex, numbers in decimal, with a line feed between each two.
public struct KeyFile: Hashable, Sendable {
    /// The public key of the secret: readable without the passphrase, certain only once ``open(passphrase:)`` succeeds.
    public let publicKey: PublicKey
    /// What it costs to try one passphrase.
    public let cost: Cost
    /// Random, so that two files under the same passphrase have nothing in common.
    let salt: [UInt8]
    let nonce: [UInt8]
    /// The sealed 32 bytes and the tag of 16.
    let ciphertext: [UInt8]

    static let saltByteCount = 32
    static let ciphertextByteCount = 32 + ChaChaPoly.tagByteCount

    /// Seals `key` so that only `passphrase` opens it. Takes the time and memory of `cost`.
    ///
    /// Throws ``CryptoError`` without randomness, ``KeyFileError/derivationFailed(byteCount:)`` without memory.
    public static func seal(_ key: SecretKey, passphrase: Passphrase, cost: Cost = .interactive) throws -> KeyFile {
        let salt = try SystemRandom.bytes(saltByteCount)
        let nonce = try SystemRandom.bytes(ChaChaPoly.nonceByteCount)
        let header = associatedData(publicKey: key.publicKey, cost: cost, salt: salt, nonce: nonce)
        let sealed = try withDerivedKey(passphrase, salt: salt, cost: cost) { derived in
            key.withUnsafeBytes { ChaChaPoly.seal($0, key: derived, nonce: nonce, authenticating: header) }
        }
        guard let sealed else { throw KeyFileError.derivationFailed(byteCount: cost.memoryByteCount) }
        return KeyFile(publicKey: key.publicKey, cost: cost, salt: salt, nonce: nonce, ciphertext: sealed)
    }

    /// The secret key. Takes the time and memory of ``cost``.
    public func open(passphrase: Passphrase) throws(KeyFileError) -> SecretKey {
        let header = Self.associatedData(publicKey: publicKey, cost: cost, salt: salt, nonce: nonce)
        let key: SecretKey?
        do {
            key = try Self.withDerivedKey(passphrase, salt: salt, cost: cost) { derived in
                ChaChaPoly.open(ciphertext, key: derived, nonce: nonce, authenticating: header) { SecretKey($0) } ?? nil
            }
        } catch {
            throw .derivationFailed(byteCount: cost.memoryByteCount)
        }
        guard let key else { throw .wrongPassphraseOrDamaged(publicKey) }
        guard key.publicKey == publicKey else { throw .otherKey(claimed: publicKey, sealed: key.publicKey) }
        return key
    }

    private static func withDerivedKey<R>(
        _ passphrase: Passphrase, salt: [UInt8], cost: Cost, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R {
        try withUnsafeTemporaryAllocation(byteCount: ChaChaPoly.keyByteCount, alignment: 8) { derived in
            defer { Wipe.wipe(derived) }
            guard passphrase.withUnsafeBytes({ Scrypt.derive(from: $0, salt: salt, cost: cost, into: derived) }) else {
                throw KeyFileError.derivationFailed(byteCount: cost.memoryByteCount)
            }
            return try body(UnsafeRawBufferPointer(derived))
        }
    }

    private static func associatedData(publicKey: PublicKey, cost: Cost, salt: [UInt8], nonce: [UInt8]) -> [UInt8] {
        let fields = [
            format, publicKey.hex, Scrypt.name, String(cost.n), String(cost.r), String(cost.p), Hex.encode(salt),
            ChaChaPoly.name, Hex.encode(nonce),
        ]
        return Array(fields.joined(separator: "\n").utf8)
    }
}
