/// A script that people write names in today: Unicode Annex 31, table 5, "Recommended Scripts".
enum Script: CaseIterable {
    case latin, greek, cyrillic, armenian, georgian, hebrew, arabic, thaana, ethiopic
    case devanagari, bengali, gurmukhi, gujarati, oriya, tamil, telugu, kannada, malayalam, sinhala
    case thai, lao, tibetan, myanmar, khmer
    case han, kana, bopomofo, hangul

    /// Which are written together in one name (Unicode Technical Standard 39, "Highly Restrictive").
    static let written: [Set<Script>] = [[.latin, .han, .kana], [.latin, .han, .bopomofo], [.latin, .han, .hangul]]
    static let eastAsian: Set<Script> = [.han, .kana, .bopomofo, .hangul]
    /// Which have letters of one shape.
    static let alike: Set<Script> = [.latin, .greek, .cyrillic, .armenian]
    /// Which take the accents of ``NameCharacter``.
    static let accented: Set<Script> = [.latin, .greek, .cyrillic]
    static let repeating: Set<Script> = [.han, .kana, .thai, .lao]

    var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// Whether vowels and joined consonants are marks, so that several on one letter are usual.
    var hasVowelMarks: Bool {
        switch self {
        case .devanagari, .bengali, .gurmukhi, .gujarati, .oriya, .tamil, .telugu, .kannada, .malayalam, .sinhala,
            .thai, .lao,
            .tibetan, .myanmar, .khmer:
            true
        default: false
        }
    }

    /// By blocks, without what is there for phonetics, for compatibility or for languages that are dead.
    init?(_ scalar: Unicode.Scalar) {
        guard let script = Self.allCases.first(where: { $0.ranges.contains { $0.contains(scalar.value) } }) else {
            return nil
        }
        self = script
    }

    private var ranges: [ClosedRange<UInt32>] {
        switch self {
        case .latin: Self.latinRanges
        // Modern letters, then those with the accents of old spelling.
        case .greek:
            [
                0x386...0x386, 0x388...0x3CE, 0x1F00...0x1FBC, 0x1FC2...0x1FCC, 0x1FD0...0x1FDB, 0x1FE0...0x1FEC,
                0x1FF2...0x1FFC,
            ]
        case .cyrillic: [0x400...0x45F, 0x48A...0x4FF, 0x510...0x529, 0x52E...0x52F]
        case .armenian: [0x531...0x556, 0x561...0x586]
        case .georgian: [0x10D0...0x10FA, 0x10FD...0x10FF, 0x1C90...0x1CBA, 0x1CBD...0x1CBF]
        case .hebrew: [0x5B0...0x5BD, 0x5C1...0x5C2, 0x5D0...0x5EA, 0x5EF...0x5F2]
        case .arabic:
            [
                0x620...0x63F, 0x641...0x655, 0x660...0x669, 0x670...0x673, 0x679...0x6D3, 0x6D5...0x6D5, 0x6EE...0x6FF,
                0x750...0x77F,
            ]
        case .thaana: [0x780...0x7B1]
        case .ethiopic: [0x1200...0x135A, 0x1380...0x138F, 0x2D80...0x2DDF]
        case .devanagari: [0x900...0x963, 0x966...0x97F]
        case .bengali: [0x980...0x9FF]
        case .gurmukhi: [0xA00...0xA7F]
        case .gujarati: [0xA80...0xAFF]
        case .oriya: [0xB00...0xB7F]
        case .tamil: [0xB80...0xBFF]
        case .telugu: [0xC00...0xC7F]
        case .kannada: [0xC80...0xCFF]
        case .malayalam: [0xD00...0xD7F]
        case .sinhala: [0xD80...0xDFF]
        case .thai: [0xE01...0xE4E, 0xE50...0xE59]
        case .lao: [0xE81...0xEDB, 0xEDE...0xEDF]
        case .tibetan: [0xF00...0xF00, 0xF0B...0xF0B, 0xF20...0xF29, 0xF40...0xFBC]
        case .myanmar: [0x1000...0x109F]
        case .khmer: [0x1780...0x17D3, 0x17DC...0x17E9]
        case .han: [0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xFA0E...0xFA29, 0x20000...0x323AF]
        case .kana: [0x3041...0x309A, 0x309D...0x309E, 0x30A1...0x30FA, 0x30FC...0x30FE]
        case .bopomofo: [0x3105...0x312F, 0x31A0...0x31BF]
        case .hangul: [0xAC00...0xD7A3]
        }
    }

    /// The alphabets of Europe, Vietnam, Turkey and Azerbaijan, and of African languages, whose letters beside `a` to `z` are spelt out.
    private static let latinRanges: [ClosedRange<UInt32>] = [
        0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x131, 0x134...0x137, 0x139...0x13E, 0x141...0x148,
        0x14A...0x17E, 0x18F...0x18F, 0x1A0...0x1A1, 0x1AF...0x1B0, 0x1CD...0x1DC, 0x1DE...0x1E3, 0x1E6...0x1F0,
        0x1F4...0x1F5, 0x1F8...0x1F9, 0x1FA...0x21B, 0x21E...0x21F, 0x226...0x233, 0x259...0x259, 0x1E00...0x1E99,
        0x1E9E...0x1E9E, 0x1EA0...0x1EF9,
        // Ɓ Ɔ Ɖ Ɗ Ɛ Ƒ ƒ Ɠ Ɣ Ɨ Ƙ ƙ Ɲ Ʋ Ƴ ƴ Ʒ Ʉ, and their small letters.
        0x181...0x181, 0x186...0x186, 0x189...0x18A, 0x190...0x194, 0x197...0x199, 0x19D...0x19D, 0x1B2...0x1B4,
        0x1B7...0x1B7, 0x244...0x244, 0x253...0x254, 0x256...0x257, 0x25B...0x25B, 0x260...0x260, 0x263...0x263,
        0x268...0x268, 0x272...0x272, 0x289...0x289, 0x28B...0x28B, 0x292...0x292,
    ]
}
