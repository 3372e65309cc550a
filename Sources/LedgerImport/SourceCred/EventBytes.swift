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

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1

    static func extents(of bytes: [UInt8]) throws(SourceCredFault) -> [Extent] {
        var scanner = EventBytes(bytes: bytes)
        scanner.skipSpace()
        return scanner.peek == UInt8(ascii: "[") ? try scanner.array() : try scanner.lines()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            if byte == 0x0A { line += 1 }
            offset += 1
        }
    }

    /// Reads one object a line until the end of the bytes.
    private mutating func lines() throws(SourceCredFault) -> [Extent] {
        var extents: [Extent] = []
        while peek != nil {
            let extent = try object()
            if extent.line == extents.last?.line { throw fault("the end of the line after an event") }
            extents.append(extent)
            skipSpace()
        }
        return extents
    }

    private mutating func array() throws(SourceCredFault) -> [Extent] {
        var extents: [Extent] = []
        offset += 1
        skipSpace()
        if peek == UInt8(ascii: "]") {
            offset += 1
        } else {
            while true {
                extents.append(try object())
                skipSpace()
                guard let byte = peek else { throw fault("',' or ']' after an event") }
                offset += 1
                if byte == UInt8(ascii: "]") { break }
                guard byte == UInt8(ascii: ",") else { throw fault("',' or ']' after an event") }
                skipSpace()
            }
        }
        skipSpace()
        guard peek == nil else { throw fault("nothing after the array's end") }
        return extents
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
            if depth == 0 { return Extent(line: start.line, range: start.offset..<offset) }
        }
        throw .cutShort(line: start.line)
    }

    private func fault(_ expected: String) -> SourceCredFault {
        .malformed(line: line, problem: "expected \(expected)" + (peek == nil ? ", got the end of the file" : ""))
    }
}
