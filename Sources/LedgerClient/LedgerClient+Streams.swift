import AsyncHTTPClient
package import LedgerAPI
import NIOCore
import NIOHTTP1

extension LedgerClient {
    /// Hands the archive of the whole chain to `write`, piece by piece. What arrived is complete only if an archive reader says so.
    ///
    /// - Parameters:
    ///   - pace: how slow the node may be.
    ///   - stalled: called as soon as it is slower, before the connection is given up: for whoever waits for what `write` gets.
    /// - Throws: ``ClientError/stalled(url:_:)``, or what `write` throws.
    package func archive(
        pace: Pace = .archive, stalled: @escaping @Sendable () -> Void = {},
        _ write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws {
        let watch = PaceWatch(pace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                watch.wait()
                let response = try await open(HTTPClientRequest(url: url + "/v1/archive"), deadline: .distantFuture)
                var chunks = response.body.makeAsyncIterator()
                while let chunk = try await nextChunk(&chunks) {
                    watch.receive(chunk.readableBytes)
                    try write(Array(buffer: chunk))
                    watch.wait()
                }
            }
            group.addTask {
                let fault = try await watch.stall()
                stalled()
                throw ClientError.stalled(url: url, fault)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Blocks as they are committed, with those after the height `after` first where it is given. Their heights go up by one.
    ///
    /// Ends when the node stops, with an error when the connection breaks or is silent for a minute, four times as long as a node ever
    /// is; calling again with the last height goes on without a gap.
    package func events(after height: UInt64? = nil) -> AsyncThrowingStream<BlockView, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingOldest(4)) { continuation in
            let task = Task {
                do {
                    try await forwardEvents(after: height) { block in
                        // The connection waits for whoever reads, so that no more than some blocks are kept.
                        while case .dropped = continuation.yield(block) { try await Task.sleep(for: .milliseconds(10)) }
                    }
                    continuation.finish()
                } catch { continuation.finish(throwing: error) }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func forwardEvents(after height: UInt64?, _ forward: (BlockView) async throws -> Void) async throws {
        var request = HTTPClientRequest(url: url + "/v1/events")
        request.headers.add(name: "accept", value: "text/event-stream")
        if let height { request.headers.add(name: "last-event-id", value: String(height)) }
        let response = try await open(request, deadline: .now() + Self.timeout)
        var order = HeightOrder(after: height)
        var parser = EventParser(limit: Self.answerLimit)
        var chunks = response.body.makeAsyncIterator()
        do {
            while let chunk = try await nextChunk(&chunks) {
                for event in try parser.feed(Array(buffer: chunk)) where event.kind == "block" {
                    let block = try JSON.decode(BlockView.self, from: Array(event.data.utf8))
                    try order.take(block.height)
                    try await forward(block)
                }
            }
        } catch let error as ClientError { throw error } catch let error as CancellationError {
            throw error
        } catch let error as EventParser.TooLong {
            throw ClientError.unexpected(url: request.url, status: 200, "an event of over \(error.limit) bytes")
        } catch { throw ClientError.unexpected(url: request.url, status: 200, "\(error)") }
    }

    private func nextChunk(_ chunks: inout HTTPClientResponse.Body.AsyncIterator) async throws -> ByteBuffer? {
        do { return try await chunks.next() } catch let error as CancellationError { throw error } catch {
            throw failure(error)
        }
    }
}

/// The heights of blocks that come one after the other.
struct HeightOrder {
    /// A height that does not follow.
    struct Fault: Error, CustomStringConvertible {
        let got: UInt64
        let allowed: String
        var description: String { "block \(got) where \(allowed) should follow" }
    }

    /// The last height; before the first block, one that it is not to skip.
    private var last: UInt64?
    private var isFirst = true

    /// - Parameter height: the height that was asked for; where the chain does not reach it, its head is where blocks go on.
    init(after height: UInt64?) {
        last = height
    }

    mutating func take(_ height: UInt64) throws(Fault) {
        defer { (last, isFirst) = (height, false) }
        guard height > 0 else { throw Fault(got: 0, allowed: "a block") }
        guard let last else { return }
        let (next, overflow) = last.addingReportingOverflow(1)
        guard isFirst ? overflow || height <= next : !overflow && height == next else {
            throw Fault(got: height, allowed: "block \(last) + 1")
        }
    }
}
