/// What a character is in a name; there is no value for one that has no place there.
enum NameCharacter {
    /// A letter or a mark of a script.
    case letter(Script)
    /// Of ASCII where there is no script.
    case digit(Script?)
    /// A mark that stands on letters of several scripts.
    case accent
    /// A space or a sign that may stand beside every script.
    case plain
    /// Punctuation of Chinese, Japanese and Korean.
    case wide

    init?(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "A"..."Z": self = .letter(.latin)
            case "0"..."9": self = .digit(nil)
            default:
                guard Self.signs.contains(scalar) else { return nil }
                self = .plain
            }
            return
        }
        if Self.signs.contains(scalar) {
            self = .plain
        } else if Self.wideSigns.contains(scalar) {
            self = .wide
        } else if Self.accents.contains(where: { $0.contains(scalar.value) }) {
            self = .accent
        } else if let script = Script(scalar) {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .otherLetter, .nonspacingMark, .spacingMark: self = .letter(script)
            // The signs that repeat or lengthen a kana or a Han character, and Thai's and Lao's sign of repetition.
            case .modifierLetter where Script.repeating.contains(script): self = .letter(script)
            // U+3007, the Han zero.
            case .letterNumber where script == .han: self = .letter(script)
            // U+0F0B, which stands between Tibetan syllables as a letter does in other scripts.
            case .otherPunctuation where scalar == "\u{F0B}": self = .letter(script)
            case .decimalNumber: self = .digit(script)
            default: return nil
            }
        } else {
            return nil
        }
    }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Signs of which no other in these lists is a twin: no `|` beside `l`, no typographic apostrophe, hyphen or quotation mark beside `'` and `-`.
    private static let signs = Set(" !#$%&'()*+,-./:;=?@[]_·¡¿«»".unicodeScalars)
    private static let wideSigns = Set("、。「」『』《》〈〉【】・！（），：；？".unicodeScalars)

    /// Accents that living languages write on letters for which there is no character with the accent. Strokes and overlays are none.
    private static let accents: [ClosedRange<UInt32>] = [
        0x300...0x304, 0x306...0x30C, 0x30F...0x30F, 0x311...0x311, 0x31B...0x31B, 0x323...0x328, 0x32D...0x32E,
        0x330...0x331,
    ]
}
