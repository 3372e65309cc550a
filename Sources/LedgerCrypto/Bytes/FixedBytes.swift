/// A value that is nothing but a fixed number of bytes: a digest, a public key, a signature.
///
/// A conforming type is a struct of `UInt64` words and nothing else, filled in memory order, so that its bytes in
/// memory are its bytes on the wire, and comparing or hashing it takes a few instructions and no allocation.
///
/// What moves its bytes can be inlined into other modules: a call for each hash that is read or written showed in replays.
public protocol FixedBytes: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
    /// The size in bytes, a multiple of 8.
    static var byteCount: Int { get }

    /// All bytes zero.
    static var zero: Self { get }
}

extension FixedBytes {
    /// Copies `bytes`; nil unless there are exactly ``byteCount`` of them.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = .zero
        Swift.withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    /// Copies the bytes at `bytes`, which must be exactly ``byteCount``.
    @inlinable
    public init(copying bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == MemoryLayout<Self>.size, "as many bytes as the type has")
        self = bytes.loadUnaligned(as: Self.self)
    }

    /// Reads two hex digits a byte, in either case; nil unless the text is exactly that.
    public init?(hex: String) {
        guard hex.utf8.count == 2 * Self.byteCount, let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Lowercase hex, two digits a byte.
    public var hex: String { withUnsafeBytes { Hex.encode($0) } }

    /// The same as ``hex``.
    public var description: String { hex }

    /// A copy of the bytes. Allocates; in a hot path prefer ``withUnsafeBytes(_:)``.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Lends the ``byteCount`` bytes to `body`; the pointer must not outlive the call.
    @inlinable
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// The value whose bytes `fill` writes into the buffer it is lent, which starts out as zeros.
    static func filled(_ fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows -> Self {
        var value = Self.zero
        try Swift.withUnsafeMutableBytes(of: &value) { try fill($0) }
        return value
    }
}
