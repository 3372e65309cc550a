/// The events of a SourceCred ledger as byte ranges: one JSON object a line, or all of them in one JSON array.
///
/// Only brackets and strings are looked at; whether an object is one is the decoder's to say. White space and the commas and
/// brackets of the array belong to no event, so both forms of a ledger give the same events.
struct EventBytes {
    struct Extent {
        /// The line on which the event begins; the first is 1.
        let line: Int
        let range: Range<Int>
    }

    private enum Place {
        case lines
        case inArray
        case afterArray
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var place = Place.lines
    /// Whether no event was read yet.
    private var isFirst = true
    /// The line on which the last event ended.
    private var lastEnd = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: OtherFile.mark) { offset = OtherFile.mark.count }
        skipSpace()
        guard peek == UInt8(ascii: "[") else { return }
        offset += 1
        place = .inArray
    }

    /// The next event; nil at the end of the bytes.
    mutating func next() throws(SourceCredFault) -> Extent? {
        skipSpace()
        switch place {
        case .lines:
            guard peek != nil else { return nil }
            guard line > lastEnd else { throw fault("the end of the line after an event") }
        case .inArray:
            if peek == UInt8(ascii: "]") {
                offset += 1
                place = .afterArray
                return try next()
            }
            if !isFirst {
                guard peek == UInt8(ascii: ",") else { throw fault("',' or ']' after an event") }
                offset += 1
                skipSpace()
            }
        case .afterArray:
            guard peek == nil else { throw fault("nothing after the array's end") }
            return nil
        }
        isFirst = false
        return try object()
    }

    /// Steps over one object, brace to brace.
    private mutating func object() throws(SourceCredFault) -> Extent {
        let start = (offset: offset, line: line)
        guard peek == UInt8(ascii: "{") else { throw fault("'{', the begin of an event") }
        var depth = 0
        var isInString = false
        while let byte = peek {
            offset += 1
            switch byte {
            case UInt8(ascii: "\\") where isInString: offset += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case 0x0A: line += 1
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString: depth -= 1
            default: break
            }
            if depth == 0 {
                lastEnd = line
                return Extent(line: start.line, range: start.offset..<offset)
            }
        }
        throw .cutShort(line: start.line)
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            if byte == 0x0A { line += 1 }
            offset += 1
        }
    }

    private func fault(_ expected: String) -> SourceCredFault {
        .malformed(line: line, problem: "expected \(expected)" + (peek == nil ? ", got the end of the file" : ""))
    }
}
