import HTTPTypes
import Hummingbird
import Ledger
import LedgerClient
import LedgerReplay
import LedgerStore
import NIOCore
import ServiceLifecycle

extension API {
    /// The whole chain up to now in the archive format.
    func archive(_ call: Call) throws -> Response {
        _ = try call.accepted([.octets])
        guard let share = gate.archives.share(1) else {
            throw ProblemView.unavailable("\(gate.limits.archives) archives are being sent already", retryAfter: 60)
        }
        let (blocks, last) = (try store.blocks(), hub.published)
        let genesis = genesis
        let body = ResponseBody { writer in
            var source = blocks
            var height: UInt64 = 0
            var hash = chain
            try await writer.write(ByteBuffer(bytes: ArchiveFormat.start(genesis)))
            while height < last, let bytes = try source.next() {
                var decoder = CanonicalDecoder(bytes)
                hash = try BlockHeader(from: &decoder).hash
                height += 1
                try await writer.write(ByteBuffer(bytes: ArchiveFormat.frame(bytes)))
            }
            try await writer.write(ByteBuffer(bytes: ArchiveFormat.end(height: height, hash: hash)))
            try await writer.finish(nil)
            withExtendedLifetime(share) {}
        }
        return Response(status: .ok, headers: [.contentType: MediaKind.octets.rawValue], body: body)
    }

    /// Blocks as they come, as server-sent events. `Last-Event-ID` is the height after which they begin; without it, the head.
    func events(_ call: Call) async throws -> Response {
        _ = try call.accepted([.events])
        let head = hub.published
        var last = head
        if let name = HTTPField.Name("Last-Event-ID"), let text = call.request.headers[name] {
            last = min(head, try Query.number("Last-Event-ID", text, 0...UInt64(Int64.max)))
        }
        guard let signals = hub.listen() else {
            throw ProblemView.unavailable("\(EventHub.listenerLimit) listen already", retryAfter: 60)
        }
        let start = last
        let body = ResponseBody { writer in
            var last = start
            for await _ in signals.cancelOnGracefulShutdown() {
                let before = last
                while let view = try views.block(last + 1) {
                    let data = String(decoding: try JSON.encode(view), as: UTF8.self)
                    // Whoever gets none comes back with the id of the last event.
                    guard let share = gate.answers.share(data.utf8.count) else { return try await writer.finish(nil) }
                    try await writer.write(ByteBuffer(string: "event: block\nid: \(view.height)\ndata: \(data)\n\n"))
                    try await drain(call.context)
                    withExtendedLifetime(share) {}
                    last += 1
                }
                if last == before { try await writer.write(ByteBuffer(string: ": alive at \(last)\n\n")) }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: MediaKind.events.rawValue, .cacheControl: "no-store"], body: body)
    }
}
