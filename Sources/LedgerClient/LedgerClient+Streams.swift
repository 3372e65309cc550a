import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension LedgerClient {
    /// Hands the archive of the whole chain to `write`, piece by piece. What arrived is complete only if an archive reader says so.
    package func archive(_ write: ([UInt8]) throws -> Void) async throws {
        let response = try await open(HTTPClientRequest(url: url + "/v1/archive"), deadline: .distantFuture)
        var chunks = response.body.makeAsyncIterator()
        while let chunk = try await nextChunk(&chunks) { try write(Array(buffer: chunk)) }
    }

    /// Blocks as they are committed, with those after the height `after` first where it is given.
    ///
    /// Ends when the node stops, with an error when the connection breaks; calling again with the last height goes on without a gap.
    package func events(after height: UInt64? = nil) -> AsyncThrowingStream<BlockView, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await forwardEvents(after: height) { continuation.yield($0) }
                    continuation.finish()
                } catch { continuation.finish(throwing: error) }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func forwardEvents(after height: UInt64?, _ forward: (BlockView) -> Void) async throws {
        var request = HTTPClientRequest(url: url + "/v1/events")
        request.headers.add(name: "accept", value: "text/event-stream")
        if let height { request.headers.add(name: "last-event-id", value: String(height)) }
        let response = try await open(request, deadline: .distantFuture)
        var parser = EventParser()
        var chunks = response.body.makeAsyncIterator()
        while let chunk = try await nextChunk(&chunks) {
            for event in parser.feed(Array(buffer: chunk)) where event.kind == "block" {
                do { forward(try JSON.decode(from: Array(event.data.utf8))) } catch {
                    throw ClientError.unexpected(url: request.url, status: 200, "\(error)")
                }
            }
        }
    }

    private func nextChunk(_ chunks: inout HTTPClientResponse.Body.AsyncIterator) async throws -> ByteBuffer? {
        do { return try await chunks.next() } catch { throw ClientError.unreachable(url: url, error) }
    }
}

/// Reads server-sent events (WHATWG HTML, 9.2.6) of a server that ends its lines with line feeds.
struct EventParser {
    struct Event: Equatable {
        var kind = "message"
        var data = ""
    }

    private var line: [UInt8] = []
    private var event = Event()

    /// The events that `bytes` complete.
    mutating func feed(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            if line.isEmpty {
                if !event.data.isEmpty { events.append(event) }
                event = Event()
            } else {
                take(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            }
        }
        return events
    }

    private mutating func take(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let value = parts[1].hasPrefix(" ") ? String(parts[1].dropFirst()) : String(parts[1])
        switch parts[0] {
        case "event": event.kind = value
        case "data": event.data += event.data.isEmpty ? value : "\n" + value
        default: break
        }
    }
}
