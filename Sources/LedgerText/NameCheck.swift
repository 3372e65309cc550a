import Foundation

/// Whether a name that goes onto a chain for ever can be told from all others by looking at it.
///
/// The rule is that of Unicode Technical Standard 39 at its level "Highly Restrictive", made narrower where a name has no need:
///
/// 1. Nothing deceptive (``ForeignText/isDeceptive(_:)``), and no letter in disguise, such as `Ａ` or `𝐀` for `A`.
/// 2. Only letters, marks and digits of the scripts that people write names in today (Unicode Annex 31, "Recommended Scripts"), and the
///    punctuation of ``NameCharacter``. What was made for phonetics, for other alphabets or for compatibility is in no list: small capitals, Roman
///    numerals, ligatures, hyphens beside `-`, spaces beside the usual one, U+FFFD.
/// 3. Letters of one script, or of Latin beside Chinese, Japanese or Korean. Digits are of ASCII or of that script, not of both.
/// 4. Written in one way: in normal form C, with single spaces and none at the ends.
/// 5. Marks stand on letters, none twice in a row, at most two in a row, or four where a script writes vowels as marks.
///
/// A whole name in letters of one script, such as the Cyrillic `СОСО`, passes, though a Latin one may look like it: whether it is meant is for
/// the community to say.
package enum NameCheck {
    /// What is wrong with a name, in words; nil where nothing is. It is made for names of a hundred bytes, and takes time in proportion.
    package static func fault(_ name: String) -> String? {
        let scalars = Array(name.unicodeScalars)
        if let scalar = ForeignText.firstDeceptive(in: name) {
            return "\(hex(scalar)) can't be seen, or changes how others are shown"
        }
        if let scalar = scalars.first(where: isDisguised) {
            return "\(hex(scalar)) looks like an ordinary letter or digit and is none"
        }
        return normalFault(name, scalars) ?? characterFault(scalars) ?? markFault(scalars)
    }

    /// Whether somebody could write the same name in other bytes.
    private static func normalFault(_ name: String, _ scalars: [Unicode.Scalar]) -> String? {
        guard scalars.elementsEqual(name.precomposedStringWithCanonicalMapping.unicodeScalars) else {
            return
                "it is not in Unicode's normal form C, so other bytes look the same; write letters with accents as one character"
        }
        let isSpace = scalars.map { $0.properties.generalCategory == .spaceSeparator }
        if let other = zip(scalars, isSpace).first(where: { $1 && $0 != " " }) {
            return "\(hex(other.0)) looks like the usual space and is none"
        }
        guard isSpace.first != true, isSpace.last != true,
            !zip(isSpace, isSpace.dropFirst()).contains(where: { $0 && $1 })
        else { return "it begins or ends with a space, or has two in a row, which nobody sees" }
        return nil
    }

    private static func characterFault(_ scalars: [Unicode.Scalar]) -> String? {
        var (scripts, numbers): (Set<Script>, Set<Script?>) = ([], [])
        var wide: Unicode.Scalar?
        for scalar in scalars {
            switch NameCharacter(scalar) {
            case .letter(let script): scripts.insert(script)
            case .digit(let script):
                numbers.insert(script)
                if let script { scripts.insert(script) }
            case .wide: wide = wide ?? scalar
            case .plain, .accent: break
            case nil:
                return
                    "\(hex(scalar)) is no letter, digit or sign that names are written with, and may look like one that is"
            }
        }
        if scripts.count > 1, !Script.written.contains(where: { scripts.isSubset(of: $0) }) {
            let names = scripts.map(\.name).sorted().joined(separator: " and ")
            return "it mixes letters of \(names), which "
                + (scripts.isSubset(of: Script.alike) ? "look alike" : "nobody writes in one name, and some look alike")
        }
        if numbers.count > 1 { return "it mixes the digits 0 to 9 with those of another script, and some look alike" }
        if let wide, scripts.isDisjoint(with: Script.eastAsian) {
            return "\(hex(wide)) belongs to Chinese, Japanese and Korean, and looks like a usual sign without them"
        }
        return nil
    }

    private static func markFault(_ scalars: [Unicode.Scalar]) -> String? {
        var marks: [Unicode.Scalar] = []
        var script: Script?
        for scalar in scalars {
            guard NameCharacter.isMark(scalar) else {
                marks = []
                if case .letter(let letter) = NameCharacter(scalar) { script = letter } else { script = nil }
                continue
            }
            guard let script else { return "\(hex(scalar)) is a mark that stands on no letter" }
            if case .accent = NameCharacter(scalar), !Script.accented.contains(script) {
                return "\(hex(scalar)) is no mark of the letter before it"
            }
            guard marks.last != scalar else { return "\(hex(scalar)) stands twice in a row, which looks like once" }
            marks.append(scalar)
            let most = script.hasVowelMarks ? 4 : 2
            guard marks.count <= most else { return "it has over \(most) marks on one letter, up to \(hex(scalar))" }
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
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x1D400...0x1D7FF, 0x2100...0x218F, 0x24B6...0x24E9,
            0x1F130...0x1F189:
            true
        default: false
        }
    }
}
