public import LedgerCrypto

/// Which keys may sign for an account now: any `threshold` of a set of keys.
public struct Authenticator: Hashable, Sendable {
    public static let keyLimit = 32

    /// How many of the keys must sign, 1…`keys.count`.
    public let threshold: Int
    /// 1…32 keys, strictly ascending.
    public let keys: [PublicKey]

    /// Nil where the keys are none, too many or not distinct, or the threshold is out of range. Keys may come in any order.
    public init?(threshold: Int, keys: [PublicKey]) {
        let sorted = keys.sorted()
        guard (1...Self.keyLimit).contains(keys.count), (1...keys.count).contains(threshold),
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.threshold = threshold
        self.keys = sorted
    }

    /// One key alone.
    public init(_ key: PublicKey) {
        threshold = 1
        keys = [key]
    }

    /// How many of its keys are among `witnesses`.
    func count(among witnesses: [Witness]) -> Int {
        witnesses.count { contains($0.key) }
    }

    func contains(_ key: PublicKey) -> Bool {
        keys.contains(key)
    }
}

extension Authenticator: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(UInt8(threshold))
        encoder.write(keys)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        threshold = Int(try decoder.readByte("a threshold"))
        keys = try decoder.readSet(PublicKey.self, 1...Self.keyLimit, elementBytes: 32, "keys", by: { $0 })
        guard (1...keys.count).contains(threshold) else {
            throw decoder.fault(at: start, "a threshold of 1…\(keys.count), got \(threshold)")
        }
    }
}
