extension StrictJSON {
    /// The value as indented JSON with a line feed at its end. Lists of strings and numbers stand on a line each entry.
    package var indented: [UInt8] {
        var text = ""
        write(to: &text, indentation: "")
        text += "\n"
        return Array(text.utf8)
    }

    private func write(to text: inout String, indentation: String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): Self.write(quoted: string, to: &text)
        case .array(let elements):
            Self.write(elements, "[", "]", to: &text, indentation) { $0.write(to: &$1, indentation: $2) }
        case .object(let entries):
            Self.write(entries, "{", "}", to: &text, indentation) { entry, text, indentation in
                Self.write(quoted: entry.name, to: &text)
                text += ": "
                entry.value.write(to: &text, indentation: indentation)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], _ open: String, _ close: String, to text: inout String, _ indentation: String,
        _ write: (Element, inout String, String) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            text += "\(index == 0 ? "" : ",")\n\(indentation)  "
            write(element, &text, indentation + "  ")
        }
        text += elements.isEmpty ? close : "\n\(indentation)\(close)"
    }

    private static func write(quoted string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if scalar.value < 0x20 {
                    text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
