import CCrypto

/// Random bytes fit for keys, from libcrypto's generator, which the operating system seeds.
public enum SystemRandom {
    /// `count` random bytes. Throws ``CryptoError/randomUnavailable(byteCount:)``.
    public static func bytes(_ count: Int) throws -> [UInt8] {
        precondition(count >= 0, "count of random bytes is \(count), it must not be negative")
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try fill($0) }
        return bytes
    }

    /// Fills all of `buffer`.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
        guard let start = buffer.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        guard RAND_bytes_ex(nil, start, buffer.count, 256) == 1 else {  // 256: bits of strength
            throw CryptoError.randomUnavailable(byteCount: buffer.count)
        }
    }
}

/// Erasing secrets in a way that no optimizer removes.
package enum Wipe {
    package static func wipe(_ buffer: UnsafeMutableRawBufferPointer) {
        OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    }

    package static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { wipe($0) }
    }
}
