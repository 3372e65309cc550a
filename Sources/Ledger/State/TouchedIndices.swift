/// Which indices of a dense array a block touched, each once: a list, and a bit for each index that says whether it is in the list.
package struct TouchedIndices: Sendable {
    private var list: [Int] = []
    private var bits: [UInt64] = []

    package init() {}

    package mutating func insert(_ index: Int) {
        let (word, bit) = (index >> 6, UInt64(1) << UInt64(index & 63))
        while bits.count <= word { bits.append(0) }
        guard bits[word] & bit == 0 else { return }
        bits[word] |= bit
        list.append(index)
    }

    /// Empties the set and returns what was in it, ascending.
    package mutating func drain() -> [Int] {
        var ascending: [Int] = []
        if list.count > bits.count {
            // There is more than one for each word, so reading them off is cheaper than sorting.
            ascending.reserveCapacity(list.count)
            for word in bits.indices where bits[word] != 0 {
                var rest = bits[word]
                while rest != 0 {
                    ascending.append(word << 6 | rest.trailingZeroBitCount)
                    rest &= rest - 1
                }
                bits[word] = 0
            }
        } else {
            ascending = list.sorted()
            for index in ascending { bits[index >> 6] = 0 }
        }
        list.removeAll(keepingCapacity: true)
        return ascending
    }
}
