public import LedgerCrypto

/// Which keys may sign for an account now: any `threshold` of a set of keys.
public struct Authenticator: Hashable, Sendable {
    public static let keyLimit = 32
    /// The size of the encoding of one key alone, than which there is none shorter.
    static let leastByteCount = 1 + 1 + 32

    /// How many of the keys must sign, 1…`keyCount`.
    public let threshold: Int
    /// Most authenticators have one key, which lies inline, so that none is allocated for each transaction.
    private let first: PublicKey
    private let rest: [PublicKey]

    /// 1…32 keys, strictly ascending.
    public var keys: [PublicKey] { [first] + rest }
    public var keyCount: Int { 1 + rest.count }

    /// Nil where the keys are none, too many or not distinct, or the threshold is out of range. Keys may come in any order.
    public init?(threshold: Int, keys: [PublicKey]) {
        let sorted = keys.sorted()
        guard let first = sorted.first, keys.count <= Self.keyLimit, (1...keys.count).contains(threshold),
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.threshold = threshold
        self.first = first
        rest = Array(sorted.dropFirst())
    }

    /// One key alone.
    public init(_ key: PublicKey) {
        threshold = 1
        first = key
        rest = []
    }

    /// How many of its keys are among `witnesses`.
    func count(among witnesses: borrowing Witnesses) -> Int {
        var count = 0
        for index in 0..<witnesses.count where contains(witnesses[index].key) { count += 1 }
        return count
    }

    func contains(_ key: PublicKey) -> Bool {
        first == key || rest.contains(key)
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
        let keys = try decoder.readSet(PublicKey.self, 1...Self.keyLimit, elementBytes: 32, "keys", by: { $0 })
        guard (1...keys.count).contains(threshold) else {
            throw decoder.fault(at: start, "a threshold of 1…\(keys.count), got \(threshold)")
        }
        first = keys[0]
        rest = Array(keys.dropFirst())
    }
}

/// The authenticators that an action needs: the sender's as a rule, or another's in its place, and of some actions a second one.
public struct Signers: Sendable {
    public let first: Authenticator
    public let second: Authenticator?

    public init(_ first: Authenticator, and second: Authenticator? = nil) {
        self.first = first
        self.second = second
    }

    /// Each authenticator is satisfied, and none would be without any one of the witnesses that it has.
    func check(_ witnesses: borrowing Witnesses) throws(Rejection) {
        let firstCount = first.count(among: witnesses)
        let secondCount = second?.count(among: witnesses) ?? 0
        guard firstCount >= first.threshold else {
            throw .unauthorised(.tooFew(got: firstCount, threshold: first.threshold))
        }
        if let second, secondCount < second.threshold {
            throw .unauthorised(.tooFew(got: secondCount, threshold: second.threshold))
        }
        for index in 0..<witnesses.count {
            let key = witnesses[index].key
            let isNeeded =
                firstCount == first.threshold && first.contains(key)
                || secondCount == second?.threshold && second?.contains(key) == true
            guard isNeeded else { throw .unauthorised(.toSpare(key)) }
        }
    }
}
