import CCrypto
import CHashLanes

/// Hashing of many messages at once, side by side in the lanes of the processor's wide instructions.
///
/// SHA-256's rounds each wait for the one before, so several messages take little longer than one. Where a message stands is said by its
/// range in the bytes that hold them all, so nothing is copied.
package enum HashLanes {
    /// Those numbers of lanes that this processor has, the best first.
    package static let available = [2, 8].filter { laurel_hash_can(Int32($0)) != 0 }

    /// How many messages go best side by side; 1 where one after the other is best.
    package static let best = available.first ?? 1
}

extension SHA256 {
    /// The hashes of `prefix` and then each of the messages.
    ///
    /// - Parameter messages: where each stands in `bytes`.
    package static func hashes(
        prefix: UInt8, _ messages: [Range<Int>], of bytes: UnsafeRawBufferPointer, lanes: Int = HashLanes.best
    ) -> [Digest] {
        withUnsafeBytes(of: prefix) { start.finishing(head: $0, withEach: messages, of: bytes, lanes: lanes) }
    }

    /// What ``finishing(head:with:)`` gives for each of the messages.
    func finishing(
        head: UnsafeRawBufferPointer, withEach messages: [Range<Int>], of bytes: UnsafeRawBufferPointer,
        lanes: Int
    ) -> [Digest] {
        for message in messages {
            precondition(message.lowerBound >= 0 && message.upperBound <= bytes.count, "a message within the bytes")
        }
        guard lanes > 1, messages.count > 1, let base = bytes.baseAddress else {
            return messages.map { finishing(head: head, with: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
        }
        precondition(hasWholeBlocks && head.count < 64, "whole blocks, then a head of less than one")
        return Array(unsafeUninitializedCapacity: messages.count) { hashes, count in
            messages.withUnsafeBytes { extents in
                withStart { state, byteCount in
                    // Two words for each, as in C: a Range is frozen, its lower bound first. A Digest is its 32 bytes.
                    laurel_hash_many(
                        Int32(lanes), state, byteCount, head.baseAddress, head.count, base,
                        extents.assumingMemoryBound(to: laurel_extent.self).baseAddress, messages.count,
                        UnsafeMutableRawPointer(hashes.baseAddress)?.assumingMemoryBound(to: UInt8.self))
                }
            }
            count = messages.count
        }
    }
}

extension TaggedHash {
    /// H(tag, prefix ‖ message) for each of the messages.
    ///
    /// - Parameter messages: where each stands in `bytes`.
    package func hashes(
        _ prefix: Digest, _ messages: [Range<Int>], of bytes: UnsafeRawBufferPointer, lanes: Int = HashLanes.best
    ) -> [Digest] {
        prefix.withUnsafeBytes { midstate.finishing(head: $0, withEach: messages, of: bytes, lanes: lanes) }
    }
}
