import CCrypto
import LedgerCrypto

/// The key derivation of key files: scrypt, RFC 7914.
enum Scrypt {
    static let name = "scrypt"

    /// Fills `derived`; false if there is not enough memory.
    static func derive(
        from passphrase: UnsafeRawBufferPointer, salt: [UInt8], cost: KeyFile.Cost,
        into derived: UnsafeMutableRawBufferPointer
    ) -> Bool {
        // Beside the large table scrypt holds p blocks of 128 · r bytes and a little more: a MiB is plenty.
        let memoryLimit = UInt64(cost.memoryByteCount) + 1 << 20
        let status = EVP_PBE_scrypt(
            passphrase.assumingMemoryBound(to: CChar.self).baseAddress, passphrase.count, salt, salt.count,
            UInt64(cost.n), UInt64(cost.r), UInt64(cost.p), memoryLimit,
            derived.assumingMemoryBound(to: UInt8.self).baseAddress, derived.count)
        if status != 1 { ERR_clear_error() }
        return status == 1
    }
}
