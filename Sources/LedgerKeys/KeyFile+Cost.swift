import LedgerCrypto

extension KeyFile {
    /// How much work and memory one guess at a passphrase takes: the parameters of scrypt (RFC 7914).
    ///
    /// Bounded, so that a hostile file can neither exhaust the memory nor ask for next to no work.
    public struct Cost: Hashable, Sendable {
        /// Rounds, a power of two from 2^10 to 2^20.
        public let n: Int
        /// Block size in units of 128 bytes, 1…16.
        public let r: Int
        /// How many times over, 1…4.
        public let p: Int

        /// 128 MiB and about half a second: for keys that matter.
        public static let interactive = Cost(n: 1 << 17, r: 8, p: 1)
        /// 4 MiB and some milliseconds: for tests and demonstrations only.
        public static let light = Cost(n: 1 << 12, r: 8, p: 1)

        /// The most memory that a cost may ask for.
        public static let maximumMemoryByteCount = 1 << 30

        /// Throws ``KeyFileError/costOutOfRange(field:got:allowed:)``.
        public init(checking n: Int, r: Int, p: Int) throws(KeyFileError) {
            guard 1 << 10...1 << 20 ~= n, n.nonzeroBitCount == 1 else {
                throw .costOutOfRange(field: "kdf.n", got: n, allowed: "a power of two from 1024 to 1048576")
            }
            guard 1...16 ~= r else { throw .costOutOfRange(field: "kdf.r", got: r, allowed: "1 to 16") }
            guard 1...4 ~= p else { throw .costOutOfRange(field: "kdf.p", got: p, allowed: "1 to 4") }
            self.init(n: n, r: r, p: p)
            guard memoryByteCount <= Self.maximumMemoryByteCount else {
                throw .costOutOfRange(
                    field: "the memory, 128 · kdf.n · kdf.r bytes,", got: memoryByteCount,
                    allowed: "at most \(Self.maximumMemoryByteCount)")
            }
        }

        private init(n: Int, r: Int, p: Int) {
            (self.n, self.r, self.p) = (n, r, p)
        }

        /// The memory that one derivation takes, in bytes.
        public var memoryByteCount: Int { 128 * n * r }
    }
}
