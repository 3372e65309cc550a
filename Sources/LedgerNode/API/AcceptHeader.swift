/// What a client accepts, as RFC 9110, section 12.5.1, has it.
package enum AcceptHeader {
    /// Which of some media types in lower case a client prefers; of equals the first. Nil where it accepts none.
    ///
    /// Each byte is looked at once for each type, and nothing is allocated for an item that covers none: an `Accept` of many thousand items must not cost more
    /// than the bytes of it.
    package static func preferred(of offers: [String], by header: String) -> Int? {
        let bytes = Array(header.utf8)
        var found = offers.map { Match(of: Array($0.utf8)) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let item = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[item.endIndex...].dropFirst()
            let range = item.prefix { $0 != UInt8(ascii: ";") }.trimmed
            // Most of what is no range of these shows by its length alone.
            guard range.count >= 3, found.contains(where: { $0.isCovered(by: range) }) else { continue }
            let quality = quality(item[item.startIndex...])
            for index in found.indices { found[index].take(range, quality) }
        }
        guard let best = found.map(\.quality).max(), best > 0 else { return nil }
        return found.firstIndex { $0.quality == best }
    }

    /// The weight of an item; 1 where it names none that can be read.
    private static func quality(_ item: ArraySlice<UInt8>) -> Double {
        for part in item.split(separator: UInt8(ascii: ";")).dropFirst() {
            let part = part.trimmed
            guard part.count > 2, part.prefix(2).elementsEqual("q=".utf8) else { continue }
            // A weight has three digits behind the point.
            let weight = Double(String(decoding: part.dropFirst(2).prefix(8), as: UTF8.self))
            return weight.flatMap { (0...1).contains($0) ? $0 : nil } ?? 1
        }
        return 1
    }

    /// What the ranges so far say of one type: the longest that covers it counts.
    private struct Match {
        let name: [UInt8]
        let mainLength: Int
        private var length = 0
        private(set) var quality = 0.0

        init(of name: [UInt8]) {
            self.name = name
            mainLength = name.prefix { $0 != UInt8(ascii: "/") }.count
        }

        func isCovered(by range: ArraySlice<UInt8>) -> Bool {
            if range.elementsEqual("*/*".utf8) { return true }
            func isSame(_ one: UInt8, _ other: UInt8) -> Bool {
                one == ((0x41...0x5A).contains(other) ? other | 0x20 : other)
            }
            if range.count == name.count { return name.elementsEqual(range, by: isSame) }
            return range.count == mainLength + 2 && range.suffix(2).elementsEqual("/*".utf8)
                && name.prefix(mainLength).elementsEqual(range.prefix(mainLength), by: isSame)
        }

        mutating func take(_ range: ArraySlice<UInt8>, _ quality: Double) {
            guard range.count > length, isCovered(by: range) else { return }
            (length, self.quality) = (range.count, quality)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at its ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return start.prefix(0) }
        return start[...last]
    }
}
