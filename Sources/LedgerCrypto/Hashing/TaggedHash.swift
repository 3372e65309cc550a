/// The tagged hash of BIP340: SHA-256 of `SHA-256(tag) ‖ SHA-256(tag) ‖ message`.
///
/// A tag for each purpose keeps a hash made for one from ever being taken for another. The two copies of the tag's
/// hash fill one block of SHA-256 exactly; that block is worked once, when the value is made, so a tagged hash costs
/// no more than a plain one. Make it once and keep it.
public struct TaggedHash: Sendable {
    let midstate: SHA256

    /// The hash function of `tag`, taken as UTF-8.
    public init(_ tag: String) {
        let tag = SHA256.hash(Array(tag.utf8))
        var state = SHA256()
        state.update(tag)
        state.update(tag)
        midstate = state
    }

    /// H(tag, bytes).
    public func hash(_ bytes: UnsafeRawBufferPointer) -> Digest { midstate.finishing(with: bytes) }

    /// H(tag, bytes).
    public func hash(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// H(tag, prefix ‖ bytes), without joining the two in memory.
    public func hash(_ prefix: Digest, _ bytes: UnsafeRawBufferPointer) -> Digest {
        prefix.withUnsafeBytes { midstate.finishing(head: $0, with: bytes) }
    }

    /// A message under this tag, to be fed piece by piece.
    public func begin() -> SHA256 { midstate }
}
