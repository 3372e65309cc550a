import struct LedgerTesting.SeededRandom

/// Small changes of bytes, as fuzzers make them.
struct Mutator {
    var random: SeededRandom

    /// One to four changes of `input`; some take a part from `other`.
    mutating func mutate(_ input: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...Int.random(in: 0...3, using: &random) { change(&bytes, with: other) }
        return bytes
    }

    /// What lengths, counts and digits are often wrong by.
    private static let values: [UInt8] = [
        0, 1, 0x7F, 0x80, 0xFF, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "0"), UInt8(ascii: "9"),
        UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "\n"),
    ]

    private mutating func change(_ bytes: inout [UInt8], with other: [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = other
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let count = min(bytes.count - place, Int.random(in: 1...16, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[place] = Self.values.randomElement(using: &random) ?? 0
        case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 4: bytes.removeSubrange(place..<place + count)
        case 5: bytes.insert(contentsOf: bytes[place..<place + count], at: place)
        case 6: bytes.removeSubrange(place...)
        default:
            guard !other.isEmpty else { return }
            let start = Int.random(in: 0..<other.count, using: &random)
            bytes.replaceSubrange(place..<place + count, with: other[start..<min(other.count, start + count)])
        }
    }
}
