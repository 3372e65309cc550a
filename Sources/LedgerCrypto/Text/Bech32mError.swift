/// Why a text is not the bech32m that was asked for. Positions count characters of the whole text from 1.
public enum Bech32mError: Error, Equatable {
    /// More than 90 characters (BIP350).
    case tooLong(count: Int)
    /// Fewer than the six characters of the checksum follow the separator.
    case tooShort(count: Int)
    /// Upper- and lowercase letters together.
    case mixedCase
    /// A character that bech32m never has at that place.
    case badCharacter(Unicode.Scalar, position: Int)
    /// No `1` between a prefix and the data.
    case noSeparator
    /// A good-looking text of another kind.
    case wrongPrefix(got: String, expected: String)
    /// The checksum does not fit; `suspect` is the one character that would explain it, if there is one.
    case wrongChecksum(suspect: Suspect?)
    /// The checksum is the older bech32's (BIP173), which misses some typing errors.
    case bech32Checksum
    /// The checksum fits, but the data are not whole bytes filled up with fewer than five zero bits.
    case badPadding

    /// A character that alone explains a wrong checksum.
    public struct Suspect: Equatable, Sendable {
        /// What stands there now.
        public let character: Unicode.Scalar
        /// Where, counted in characters of the whole text from 1.
        public let position: Int

        /// A suspect, as an error names it.
        public init(character: Unicode.Scalar, position: Int) {
            (self.character, self.position) = (character, position)
        }
    }
}

extension Bech32mError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLong(let count):
            "it has \(count) characters, at most \(Bech32m.maximumLength) are allowed"
        case .tooShort(let count):
            "only \(count) characters follow the separator '1', the checksum alone has \(Bech32m.checksumLength); "
                + "it looks cut off"
        case .mixedCase:
            "it mixes upper- and lowercase letters; write it in lowercase"
        case .badCharacter(let character, let position):
            "character \(position), \(Self.shown(character)), cannot stand there; "
                + "after the prefix only these can: \(Bech32m.alphabetText)"
        case .noSeparator:
            "it has no '1' between a prefix and the data"
        case .wrongPrefix(let got, let expected):
            "it starts with '\(got)1', expected '\(expected)1'"
        case .wrongChecksum(let suspect?):
            "its checksum is wrong: character \(suspect.position), \(Self.shown(suspect.character)), looks mistyped; "
                + "compare it with the original"
        case .wrongChecksum(nil):
            "its checksum is wrong, and more than one character is mistyped, missing or swapped; "
                + "copy it anew from the original"
        case .bech32Checksum:
            "its checksum is that of bech32 (BIP173), only bech32m (BIP350) is accepted; "
                + "have it written anew as bech32m"
        case .badPadding:
            "its checksum is right, but its data are not a whole number of bytes; it was written by a faulty program"
        }
    }

    private static func shown(_ character: Unicode.Scalar) -> String {
        33...126 ~= character.value ? "'\(character)'" : "U+" + String(character.value, radix: 16, uppercase: true)
    }
}
