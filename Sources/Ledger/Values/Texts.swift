/// A text of a fixed form that is encoded as a string. Each kind of text is a type of its own, so that they can't be mixed.
public protocol FormedText: Canonical, Hashable, CustomStringConvertible {
    static var byteLimits: ClosedRange<Int> { get }
    /// The form in words, for messages: "1…64 printable ASCII characters without spaces".
    static var form: String { get }
    static func isFormed(_ text: String) -> Bool
    var text: String { get }
    init(unchecked text: String)
}

extension FormedText {
    /// Nil where the text is not of this form.
    public init?(_ text: String) {
        guard Self.byteLimits.contains(text.utf8.count), Self.isFormed(text) else { return nil }
        self.init(unchecked: text)
    }

    public var description: String { text }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(text) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let text = try decoder.readString(Self.byteLimits, "a text")
        guard Self.isFormed(text) else { throw decoder.fault(at: start, Self.form) }
        self.init(unchecked: text)
    }
}

extension String {
    /// Whether each byte of its UTF-8 is allowed.
    fileprivate func hasOnly(_ isAllowed: (UInt8) -> Bool) -> Bool {
        let bytes = utf8Span.span
        for index in bytes.indices where !isAllowed(bytes[index]) { return false }
        return true
    }
}

extension CanonicalDecoder {
    /// Reads a string of UTF-8 without control characters.
    mutating func readLine(_ limits: ClosedRange<Int>, _ what: String) throws(DecodingFault) -> String {
        let start = offset
        let text = try readString(limits, what)
        guard Note.isFormed(text) else { throw fault(at: start, "\(what) without control characters") }
        return text
    }
}

/// What a reward pays for: a ticket number, a proposal, an event.
public struct Reference: FormedText {
    public let text: String
    public init(unchecked text: String) { self.text = text }

    public static let byteLimits = 1...64
    public static let form = "a reference of 1…64 printable ASCII characters without spaces"
    public static func isFormed(_ text: String) -> Bool { text.hasOnly(isVisibleASCII) }
}

/// The category of a reward that is for neither a ticket nor a proposal.
public struct Category: FormedText {
    public let text: String
    public init(unchecked text: String) { self.text = text }

    public static let byteLimits = 1...32
    public static let form = "a category of 1…32 characters of a…z, 0…9 and '-'"
    public static func isFormed(_ text: String) -> Bool { text.hasOnly(isSlug) }
}

/// The name of somebody on another platform, `platform:name`, such as `github:alice`.
public struct Handle: FormedText {
    public let text: String
    public init(unchecked text: String) { self.text = text }

    public static let byteLimits = 3...128
    public static let form =
        "a handle platform:name of 3…128 printable ASCII characters, the platform of a…z, 0…9 and '-'"
    public static func isFormed(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let platform = text.utf8[..<colon]
        let name = text.utf8[text.utf8.index(after: colon)...]
        return !platform.isEmpty && !name.isEmpty && platform.allSatisfy(isSlug) && name.allSatisfy(isVisibleASCII)
    }
}

/// A line of text for people: UTF-8 without control characters.
public struct Note: FormedText {
    public let text: String
    public init(unchecked text: String) { self.text = text }

    public static let byteLimits = 1...256
    public static let form = "a line of 1…256 bytes of UTF-8 without control characters"
    public static func isFormed(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}

private func isVisibleASCII(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

private func isSlug(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
}
