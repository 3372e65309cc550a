import CCrypto
import LedgerCrypto

/// What somebody types to open a key file: bytes that are wiped when the last reference goes, and are never shown.
///
/// They are taken as typed, without Unicode normalization: "é" as one character and as two are different.
public final class Passphrase: @unchecked Sendable {  // `bytes` is written before init ends and only read after it
    private let bytes: UnsafeMutableRawBufferPointer

    /// Copies `bytes`, which remain the caller's to wipe.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
        self.bytes.copyMemory(from: bytes)
    }

    /// Copies the text as UTF-8. Swift cannot wipe a string, so where possible read bytes and use ``init(wiping:)``.
    public convenience init(_ text: String) {
        var bytes = Array(text.utf8)
        self.init(wiping: &bytes)
    }

    /// Takes over `bytes` and leaves zeros behind.
    public init(wiping bytes: inout [UInt8]) {
        self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
        self.bytes.copyBytes(from: bytes)
        Wipe.wipe(&bytes)
    }

    deinit {
        Wipe.wipe(bytes)
        bytes.deallocate()
    }

    /// The length in bytes.
    public var byteCount: Int { bytes.count }

    /// Whether both are the same bytes, such as when a new one was typed twice.
    public func matches(_ other: Passphrase) -> Bool {
        bytes.count == other.bytes.count && CRYPTO_memcmp(bytes.baseAddress, other.bytes.baseAddress, bytes.count) == 0
    }

    func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(bytes))
    }
}

extension Passphrase: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same text: a passphrase is not for printing.
    public var description: String { "Passphrase(…)" }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
