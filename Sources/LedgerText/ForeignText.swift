/// Text that somebody else wrote, as it is shown to people.
///
/// A terminal obeys control characters, and eyes believe what they see: letters that run backwards, that have no width, or that
/// no font has. Whatever came from a node, a file or a chain goes through here on its way to a terminal, a log, a table or a journal.
package enum ForeignText {
    /// The text with each deceptive character written as `\u{202E}`. Line feeds count as such, so what is shown stays one line.
    package static func shown(_ text: String) -> String { escape(text) { isDeceptive($0) } }

    /// The same for text of several lines: line feeds stay.
    package static func shownLines(_ text: String) -> String { escape(text) { $0 != "\n" && isDeceptive($0) } }

    /// JSON with each deceptive character inside of its texts as `\u202e`, which means the same to whoever reads it.
    ///
    /// - Parameter json: sound JSON, in which such characters other than white space stand only inside of texts.
    package static func shownJSON(_ json: String) -> String {
        guard !isPlain(json) else { return json }
        var result = ""
        result.unicodeScalars.reserveCapacity(json.unicodeScalars.count)
        for scalar in json.unicodeScalars {
            if scalar.value < 0x80 ? scalar.value != 0x7F : !isDeceptive(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result
    }

    /// The first character that would not be shown as it is; nil where there is none.
    package static func firstDeceptive(in text: String) -> Unicode.Scalar? {
        isPlain(text) ? nil : text.unicodeScalars.first(where: isDeceptive)
    }

    /// Whether a character controls a terminal, has no shape of its own, changes the direction of others, breaks a line, or means
    /// nothing that two readers would agree upon (Unicode's categories Cc, Cf, Cs, Co, Cn, Zl, Zp, and default-ignorable ones).
    package static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
        // Chinese and French write these two beside the usual one.
        case .spaceSeparator: return scalar != "\u{3000}" && scalar != "\u{A0}"
        // The last is the letter of Braille that has no dots.
        default: return properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
        }
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    private static func escape(_ text: String, _ isEscaped: (Unicode.Scalar) -> Bool) -> String {
        guard !isPlain(text) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isEscaped(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
