public import LedgerCrypto

/// Public keys that were lifted to points of the curve and kept, since lifting costs about a tenth of a signature check.
///
/// One for each thread. It holds at most `limit` keys and starts anew when it is full, so a chain of many senders can't fill memory.
public struct ParsedKeys: Sendable {
    private struct Entry {
        let key: PublicKey
        let point: ParsedKey
    }

    private var entries: [Entry] = []
    private var table = HashTable()
    private let limit: Int

    public init(limit: Int = 65_536) {
        self.limit = limit
    }

    /// Whether `signature` is `key`'s over `message`; false also where the key is no point of the curve.
    public mutating func isValid(_ signature: Signature, by key: PublicKey, for message: Digest) -> Bool {
        point(of: key)?.isValid(signature, for: message) ?? false
    }

    /// The point of a key; nil where there is none on the curve.
    mutating func point(of key: PublicKey) -> ParsedKey? {
        if let index = table.find(key, matches: { entries[Int($0)].key == key }) { return entries[Int(index)].point }
        guard let point = key.parsed() else { return nil }
        if entries.count >= limit {
            entries.removeAll(keepingCapacity: true)
            table = HashTable()
        }
        table.insert(UInt32(entries.count), for: key)
        entries.append(Entry(key: key, point: point))
        return point
    }
}
