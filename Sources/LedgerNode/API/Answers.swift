import HTTPTypes
import Hummingbird
import Ledger
import LedgerAPI
import NIOCore
import NIOHTTPTypes

/// A request, and the connection that it came by.
struct NodeContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

extension API {
    /// What is no larger needs no share of the answers' budget, so that a node tells how it is whatever others ask for.
    static let smallAnswer = 4096

    /// The answer with its share of what all answers may hold that wait for their readers. It is given back once the answer
    /// has left, or has waited too long and its connection is closed.
    ///
    /// - Parameter isDone: whether the request did something, so that it is too late to refuse it.
    func bounded(_ response: Response, isDone: Bool, _ context: NodeContext) throws -> Response {
        guard let count = response.body.contentLength, count > Self.smallAnswer else { return response }
        guard let share = isDone ? gate.answers.forcedShare(count) : gate.answers.share(count) else {
            throw answersFull
        }
        var response = response
        response.body = ResponseBody(contentLength: count) { [body = response.body] writer in
            try await body.write(DrainingWriter(base: writer) { try await drain(context) })
            withExtendedLifetime(share) {}
        }
        return response
    }

    var answersFull: ProblemView {
        .unavailable("\(gate.limits.answerBytes >> 20) MiB of answers wait for their readers already", retryAfter: 5)
    }

    /// Returns once all that was written has gone to the operating system; closes the connection where that takes too long.
    func drain(_ context: NodeContext) async throws {
        let channel = context.channel
        let patience = TimeAmount.milliseconds(Int64(gate.limits.stall.count))
        let timer = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        defer { timer.cancel() }
        // It adds no bytes, and is done when all before it is.
        try await channel.writeAndFlush(HTTPResponsePart.body(ByteBuffer()))
    }
}

/// Says that a body has ended only once all of it has gone.
private struct DrainingWriter: ResponseBodyWriter {
    var base: any ResponseBodyWriter
    let drain: @Sendable () async throws -> Void

    mutating func write(_ buffer: ByteBuffer) async throws { try await base.write(buffer) }

    consuming func finish(_ trailers: HTTPFields?) async throws {
        try await drain()
        try await base.finish(trailers)
    }
}
