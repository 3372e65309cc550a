/// The 64 bytes of a BIP340 signature: the nonce's x, then the scalar s. Any 64 bytes make one; it need not be valid.
public struct Signature: FixedBytes {
    private let word0, word1, word2, word3, word4, word5, word6, word7: UInt64

    public static let byteCount = 64
    public static let zero = Signature()

    private init() {
        (word0, word1, word2, word3) = (0, 0, 0, 0)
        (word4, word5, word6, word7) = (0, 0, 0, 0)
    }
}
