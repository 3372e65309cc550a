/// The witnesses of a transaction, 1…64, strictly ascending by key.
///
/// Most transactions have one, which lies inline, so that none is allocated for each of them.
public struct Witnesses: Sendable, Equatable, RandomAccessCollection {
    public static let limit = 64

    private let least: Witness
    private let rest: [Witness]

    /// Sorts them.
    ///
    /// - Precondition: 1…64, and no key stands twice among them.
    public init(_ witnesses: [Witness]) {
        precondition((1...Self.limit).contains(witnesses.count), "a transaction has 1…64 witnesses")
        let sorted = witnesses.sorted { $0.key < $1.key }
        let areDistinct = zip(sorted, sorted.dropFirst()).allSatisfy { $0.key < $1.key }
        precondition(areDistinct, "a key witnesses a transaction once")
        least = sorted[0]
        rest = Array(sorted.dropFirst())
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { 1 + rest.count }

    /// Of the encoding, in which the count takes one byte.
    var byteCount: Int { 1 + count * Witness.byteCount }

    public subscript(_ index: Int) -> Witness { index == 0 ? least : rest[index - 1] }
}

extension Witnesses: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(uleb128: count)
        for witness in self { encoder.write(witness) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let count = try decoder.readCount(1...Self.limit, elementBytes: Witness.byteCount, "witnesses")
        let least = try Witness(from: &decoder)
        rest = try decoder.readAscending(count - 1, after: least, "witnesses", by: \.key)
        self.least = least
    }
}
