/// What people give by mistake in place of a ledger, known by how it begins.
package enum OtherFile: Sendable {
    case webPage
    case largeFilePointer
    case utf16
    case compressed

    /// The byte order mark of UTF-8.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Nil where the bytes may be a ledger.
    init?(_ bytes: [UInt8]) {
        let text = bytes.starts(with: Self.mark) ? bytes.dropFirst(Self.mark.count) : bytes[...]
        let start = text.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16
        } else if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            self = .compressed
        } else if start.first == UInt8(ascii: "<") {
            self = .webPage
        } else if start.starts(with: "version https://git-lfs".utf8) {
            self = .largeFilePointer
        } else {
            return nil
        }
    }
}

extension OtherFile: CustomStringConvertible {
    package var description: String {
        switch self {
        case .webPage:
            "it is a web page, not a ledger; save the file itself (on GitHub: 'Raw'), data/ledger.json of the instance"
        case .largeFilePointer:
            "it is a Git LFS pointer, which stands for the ledger; 'git lfs pull' in its repository gets the ledger itself"
        case .utf16:
            "it is text in UTF-16; SourceCred writes UTF-8, so save it as UTF-8 or use the file as it was written"
        case .compressed: "it is a compressed file; unpack it first"
        }
    }
}
