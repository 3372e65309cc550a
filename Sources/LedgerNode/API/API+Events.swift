import HTTPTypes
import Hummingbird
import Ledger
import LedgerAPI
import NIOCore
import ServiceLifecycle

extension API {
    /// Whoever is no further behind than this listens; whoever is, replays, and stands in the other line.
    static let recentBlocks: UInt64 = 32
    /// So much of an event is on its way to one listener at a time: with TLS each has a copy of it.
    static let eventPiece = 65_536

    /// Blocks as they come, as server-sent events. `Last-Event-ID` is the height after which they begin; without it, the head.
    func events(_ call: Call) async throws -> Response {
        _ = try call.accepted([.events])
        let head = hub.published
        var last = head
        if let name = HTTPField.Name("Last-Event-ID"), let text = call.request.headers[name] {
            last = min(head, try Query.number("Last-Event-ID", text, 0...UInt64(Int64.max)))
        }
        let place: ClientPlaces.Place
        do throws(ClientPlaces.NoPlace) {
            place = try gate.listeners.take(for: call.context.channel.remoteAddress)
        } catch {
            let detail =
                switch error {
                case .all(let limit): "\(limit) listen already"
                case .client(let client, let limit):
                    "\(limit) listen from \(client) already, and \(limit) of one address may; share one stream among them"
                }
            throw ProblemView.unavailable(detail, retryAfter: 60)
        }
        let (signals, end) = hub.listen()
        // Who has gone gives the place back at once, not when something is written next.
        call.context.channel.closeFuture.whenComplete { _ in end() }
        let start = last
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(place) {} }
            // Behind those who send transactions: a thousand who listen must not stand before one who pays.
            try await withTaskExecutorPreference(checking) {
                try await follow(signals, after: start, call.context, &writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: MediaKind.events.rawValue, .cacheControl: "no-store"], body: body)
    }

    /// Writes every block after `start` until the node stops, or until no room is left for the answer. Whoever gets no more comes back with
    /// the id of the last event.
    private func follow(
        _ signals: AsyncStream<Void>, after start: UInt64, _ context: NodeContext,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        var last = start
        for await _ in signals.cancelOnGracefulShutdown() {
            let before = last
            do {
                while let event = try await event(last + 1) {
                    try await write(event, context, &writer)
                    last += 1
                }
            } catch is BlockEvent.NoRoom { return }
            if last == before {
                try await writer.write(ByteBuffer(string: ": alive at \(last)\n\n"))
                try await drain(context)
            }
        }
    }

    private func event(_ height: UInt64) async throws -> BlockEvent? {
        let head = hub.published
        guard height <= head else { return nil }
        return try await (head - height < Self.recentBlocks ? recentEvents : earlierEvents).event(height)
    }

    private func write(
        _ event: BlockEvent, _ context: NodeContext, _ writer: inout any ResponseBodyWriter
    ) async throws {
        var rest = event.bytes
        while let piece = rest.readSlice(length: min(Self.eventPiece, rest.readableBytes)), piece.readableBytes > 0 {
            try await writer.write(piece)
            try await drain(context)
        }
    }
}
