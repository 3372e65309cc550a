import LedgerAPI
import NIOCore
import Synchronization

/// A block as the event that every listener gets: made once, and held once however many are writing it.
final class BlockEvent: Sendable {
    let height: UInt64
    let bytes: ByteBuffer
    /// Of what answers may hold, for as long as anybody has the event.
    private let share: Budget.Share

    init(_ view: BlockView, _ answers: Budget) throws {
        let data = String(decoding: try JSON.encode(view), as: UTF8.self)
        height = view.height
        bytes = ByteBuffer(string: "event: block\nid: \(view.height)\ndata: \(data)\n\n")
        guard let share = answers.share(bytes.readableBytes) else { throw NoRoom() }
        self.share = share
    }

    /// The answers that wait for their readers are too many already.
    struct NoRoom: Error {}
}

/// Makes events of blocks, one after the other, and keeps the last ones that were asked for.
///
/// Whoever asks stands in line for one event at a time. So all who ask together cost one core at most, listeners who want the same blocks
/// cost one encoding, and of those who want different ones none gets ahead of the others.
actor BlockEvents {
    static let countLimit = 64
    static let byteLimit = 8 << 20

    private let answers: Budget
    private let view: @Sendable (UInt64) throws -> BlockView?
    private var kept: [UInt64: BlockEvent] = [:]
    /// The heights that are kept, as they came.
    private var order: [UInt64] = []
    private var keptBytes = 0
    /// How many events were made. Read without standing in the line.
    private nonisolated let count = Mutex(0)
    nonisolated var made: Int { count.withLock { $0 } }

    /// - Parameter view: the block of a height; nil where there is none yet.
    init(_ answers: Budget, _ view: @escaping @Sendable (UInt64) throws -> BlockView?) {
        self.answers = answers
        self.view = view
    }

    /// - Returns: nil where the block is not there yet.
    /// - Throws: ``BlockEvent/NoRoom``, and what reading the block throws.
    func event(_ height: UInt64) throws -> BlockEvent? {
        if let event = kept[height] { return event }
        guard let view = try view(height) else { return nil }
        let event = try BlockEvent(view, answers)
        count.withLock { $0 += 1 }
        keep(event)
        return event
    }

    private func keep(_ event: BlockEvent) {
        kept[event.height] = event
        order.append(event.height)
        keptBytes += event.bytes.readableBytes
        while order.count > 1, order.count > Self.countLimit || keptBytes > Self.byteLimit {
            guard let oldest = kept.removeValue(forKey: order.removeFirst()) else { continue }
            keptBytes -= oldest.bytes.readableBytes
        }
    }
}
