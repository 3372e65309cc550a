/// Bech32m (BIP350): bytes as text of a lowercase prefix, a `1`, characters of five bits each, and a checksum that
/// catches every typing error in up to four characters.
public enum Bech32m {
    /// The greatest length of a whole text, in characters.
    static let maximumLength = 90
    /// The length of the checksum, in characters.
    static let checksumLength = 6
    /// What the characters stand for, in order of their values 0…31.
    static let alphabetText = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    private static let alphabet = Array(alphabetText.utf8)

    /// The text of `payload` under `prefix`.
    ///
    /// - Precondition: the prefix is 1 or more printable ASCII characters without uppercase letters, and the text
    ///   comes to at most 90 characters: prefix + 7 + ⌈8·bytes/5⌉.
    public static func encode(prefix: String, _ payload: [UInt8]) -> String {
        let data = regroup(payload)
        let length = prefix.utf8.count + 1 + data.count + checksumLength
        precondition(
            !prefix.isEmpty && prefix.utf8.allSatisfy { 33...126 ~= $0 && !(65...90 ~= $0) },
            "bech32m prefix '\(prefix)' must be printable ASCII without uppercase letters")
        precondition(length <= maximumLength, "bech32m text is \(length) characters, at most \(maximumLength)")
        let symbols = (data + checksum(prefix: Array(prefix.utf8), data: data)).map { alphabet[Int($0)] }
        return prefix + "1" + String(decoding: symbols, as: UTF8.self)
    }

    /// The bytes that `text` holds, which must be under the (lowercase) `prefix`. All in uppercase is accepted too.
    public static func decode(_ text: String, prefix: String) throws(Bech32mError) -> [UInt8] {
        let parts = try split(text, expecting: prefix)
        guard let payload = ungroup(try checkedData(parts)) else { throw .badPadding }
        return payload
    }

    /// The prefix (in lowercase) and the five-bit values, without the checksum, of a text under any prefix.
    package static func decodeGroups(_ text: String) throws(Bech32mError) -> (prefix: String, groups: [UInt8]) {
        let parts = try split(text, expecting: nil)
        return (parts.prefix, try checkedData(parts))
    }
}

extension Bech32m {
    /// A text taken apart. `data` still has its checksum; `shown` is the text as it was given.
    private struct Parts {
        let prefix: String
        let data: [UInt8]
        let shown: [Unicode.Scalar]
    }

    /// Takes `text` apart at the expected prefix or else at its last `1`, and checks all but the checksum.
    private static func split(_ text: String, expecting prefix: String?) throws(Bech32mError) -> Parts {
        let shown = Array(text.unicodeScalars)
        guard shown.count <= maximumLength else { throw .tooLong(count: shown.count) }
        var lower: [UInt8] = []
        for (index, character) in shown.enumerated() {
            guard 33...126 ~= character.value else { throw .badCharacter(character, position: index + 1) }
            let byte = UInt8(character.value)
            lower.append(65...90 ~= byte ? byte + 32 : byte)
        }
        guard !text.utf8.contains(where: { 65...90 ~= $0 }) || !text.utf8.contains(where: { 97...122 ~= $0 }) else {
            throw .mixedCase
        }
        // Behind the expected prefix a '1' is a bad character, such as a mistyped 'l', not the end of some other prefix.
        let expected = prefix.map { Array("\($0)1".utf8) }
        let separator: Int? =
            if let expected, lower.starts(with: expected) { expected.count - 1 } else { lower.lastIndex(of: 49) }
        guard let separator, separator > 0 else { throw .noSeparator }
        let start = String(decoding: lower[..<separator], as: UTF8.self)
        if let prefix, start != prefix { throw .wrongPrefix(got: start, expected: prefix) }
        var data: [UInt8] = []
        for index in (separator + 1)..<lower.count {
            guard let value = alphabet.firstIndex(of: lower[index]) else {
                throw .badCharacter(shown[index], position: index + 1)
            }
            data.append(UInt8(value))
        }
        guard data.count >= checksumLength else { throw .tooShort(count: data.count) }
        return Parts(prefix: start, data: data, shown: shown)
    }

    /// The data without the checksum, once it is found right.
    private static func checkedData(_ parts: Parts) throws(Bech32mError) -> [UInt8] {
        let remainder = remainder(prefix: Array(parts.prefix.utf8), data: parts.data)
        switch remainder ^ constant {
        case 0: return parts.data.dropLast(checksumLength)
        case let syndrome where remainder != bech32Constant:
            let start = parts.shown.count - parts.data.count
            throw .wrongChecksum(
                suspect: mistyped(syndrome: syndrome, count: parts.data.count).map {
                    .init(character: parts.shown[start + $0], position: start + $0 + 1)
                })
        default: throw .bech32Checksum
        }
    }
}
