import CCrypto
import LedgerCrypto

/// The authenticated encryption of key files: ChaCha20-Poly1305, RFC 8439.
enum ChaChaPoly {
    static let name = "chacha20-poly1305"
    static let keyByteCount = 32
    static let nonceByteCount = 12
    static let tagByteCount = 16

    /// The ciphertext of `plaintext` and the tag over it and `header`; nil if libcrypto has no memory.
    ///
    /// A nonce must never be used twice with the same key.
    static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, nonce: [UInt8],
        authenticating header: [UInt8]
    ) -> [UInt8]? {
        withContext(key: key, nonce: nonce, isSealing: true) { context in
            var output = [UInt8](repeating: 0, count: plaintext.count + tagByteCount)
            var count: Int32 = 0
            let isSealed = output.withUnsafeMutableBufferPointer { output in
                guard let start = output.baseAddress else { return false }
                return EVP_EncryptUpdate(context, nil, &count, header, Int32(header.count)) == 1
                    && EVP_EncryptUpdate(
                        context, start, &count, plaintext.assumingMemoryBound(to: UInt8.self).baseAddress,
                        Int32(plaintext.count)) == 1
                    && EVP_EncryptFinal_ex(context, start + plaintext.count, &count) == 1
                    && EVP_CIPHER_CTX_ctrl(
                        context, EVP_CTRL_AEAD_GET_TAG, Int32(tagByteCount), start + plaintext.count) == 1
            }
            return isSealed ? output : nil
        }
    }

    /// Lends the plaintext to `body` in memory that is wiped after it; nil, without calling it, if key, nonce,
    /// `header` or `sealed` are not those of the sealing.
    static func open<R>(
        _ sealed: [UInt8], key: UnsafeRawBufferPointer, nonce: [UInt8], authenticating header: [UInt8],
        _ body: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        guard sealed.count >= tagByteCount else { return nil }
        let count = sealed.count - tagByteCount
        var tag = Array(sealed[count...])
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { plaintext in
            defer { Wipe.wipe(plaintext) }
            return withContext(key: key, nonce: nonce, isSealing: false) { context in
                var written: Int32 = 0
                let start = plaintext.assumingMemoryBound(to: UInt8.self).baseAddress
                let isGenuine =
                    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagByteCount), &tag) == 1
                    && EVP_DecryptUpdate(context, nil, &written, header, Int32(header.count)) == 1
                    && EVP_DecryptUpdate(context, start, &written, sealed, Int32(count)) == 1
                    && EVP_DecryptFinal_ex(context, &tag, &written) == 1
                return isGenuine ? body(UnsafeRawBufferPointer(plaintext)) : nil
            }
        }
    }

    private static func withContext<R>(
        key: UnsafeRawBufferPointer, nonce: [UInt8], isSealing: Bool, _ body: (OpaquePointer) -> R?
    ) -> R? {
        precondition(key.count == keyByteCount, "the key is \(key.count) bytes, it must be \(keyByteCount)")
        precondition(nonce.count == nonceByteCount, "the nonce is \(nonce.count) bytes, it must be \(nonceByteCount)")
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer {
            EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        let key = key.assumingMemoryBound(to: UInt8.self).baseAddress
        guard EVP_CipherInit_ex(context, EVP_chacha20_poly1305(), nil, key, nonce, isSealing ? 1 : 0) == 1 else {
            return nil
        }
        return body(context)
    }
}
