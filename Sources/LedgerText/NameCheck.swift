/// Whether a name that goes onto a chain for ever can be told from all others by looking at it.
package enum NameCheck {
    /// What is wrong with a name, in words; nil where nothing is.
    ///
    /// A name may hold no deceptive character (``ForeignText/isDeceptive(_:)``), no letter in disguise, such as `Ａ` or `𝐀` for `A`,
    /// and no letters of scripts that nobody writes in one word: Latin beside Cyrillic or Greek look alike. Latin beside
    /// Chinese, Japanese or Korean is usual (Unicode Technical Standard 39, "Highly Restrictive").
    package static func fault(_ name: String) -> String? {
        if let scalar = ForeignText.firstDeceptive(in: name) {
            return "\(hex(scalar)) can't be seen, or changes how others are shown"
        }
        if let scalar = name.unicodeScalars.first(where: isDisguised) {
            return "\(hex(scalar)) looks like an ordinary letter or digit and is none"
        }
        let scripts = Set(name.unicodeScalars.compactMap(Script.init))
        if scripts.count > 1, !Script.written.contains(where: { scripts.isSubset(of: $0) }) {
            let names = scripts.map(\.rawValue).sorted().joined(separator: " and ")
            return "it mixes letters of \(names), which look alike"
        }
        return nil
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        "U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
            + String(scalar.value, radix: 16, uppercase: true)
    }

    /// Full-width Latin letters and digits, and those of mathematics.
    private static func isDisguised(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x1D400...0x1D7FF, 0x2100...0x214F, 0x24B6...0x24E9,
            0x1F130...0x1F189:
            true
        default: false
        }
    }
}

/// A script whose letters resemble another's, or that is usually written beside others (Unicode's `Scripts.txt`, by blocks).
private enum Script: String {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case armenian = "Armenian"
    case cherokee = "Cherokee"
    case coptic = "Coptic"
    case georgian = "Georgian"
    case han = "Han"
    case kana = "Kana"
    case bopomofo = "Bopomofo"
    case hangul = "Hangul"

    /// Which are written together in one text.
    static let written: [Set<Script>] = [[.latin, .han, .kana], [.latin, .han, .bopomofo], [.latin, .han, .hangul]]

    /// Nil for digits, marks, and letters that are mistaken for no others.
    init?(_ scalar: Unicode.Scalar) {
        guard scalar.properties.isAlphabetic else { return nil }
        switch scalar.value {
        case 0x41...0x24F, 0x250...0x2AF, 0x1D00...0x1D25, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA7FF:
            self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
        case 0x530...0x58F: self = .armenian
        case 0x13A0...0x13FF, 0xAB70...0xABBF: self = .cherokee
        case 0x2C80...0x2CFF: self = .coptic
        case 0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F: self = .georgian
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: self = .han
        case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: self = .kana
        case 0x3105...0x312F, 0x31A0...0x31BF: self = .bopomofo
        case 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97F, 0xAC00...0xD7FF: self = .hangul
        default: return nil
        }
    }
}
