import HTTPTypes
import Ledger
import LedgerAPI
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Ends connections on which a request does not arrive, or an answer is not taken, within a time. Bodies that never end and
/// readers that never read would hold memory for ever. Connections without a request are the idle timeout's, and end where others need
/// their place.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let arrival: TimeAmount
    private let stall: TimeAmount
    private let headBytes: Int
    private var arrivalTimer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?
    private var isAnswering = false
    private let places: ConnectionPlaces
    private var place: ConnectionPlaces.Place?
    private var isRefused = false
    /// A request has begun to come and is not here as a whole.
    private var isArriving = false
    /// Requests that have begun to come and whose answers have not left as a whole. With pipelining there may be several.
    private var unanswered = 0

    init(_ limits: LoadLimits, _ places: ConnectionPlaces) {
        self.places = places
        headBytes = limits.headBytes
        arrival = .milliseconds(Int64(limits.arrival.count))
        stall = .milliseconds(Int64(limits.stall.count))
    }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { begin(context) } }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        begin(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard place == nil, !isRefused else { return }
        place = places.take(for: ClientAddress.of(context.channel.remoteAddress))
        place?.rest(context.channel)
        guard place == nil else { return }
        isRefused = true
        end(
            context,
            with: .unavailable(
                "all connections that \(ClientAddress.of(context.channel.remoteAddress)) may have are in use",
                retryAfter: 5))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ConnectionPlaces.GiveWay else { return context.fireUserInboundEventTriggered(event) }
        if unanswered == 0, !isArriving { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let fault = error as? HTTPParserError, unanswered == 0, !isRefused {
            isRefused = true
            end(
                context,
                with: fault == .headerOverflow ? .headTooLarge(limit: headBytes) : .malformedRequest("\(fault)"))
        }
        context.fireErrorCaught(error)
    }

    private func restIfDone(_ context: ChannelHandlerContext) {
        if unanswered == 0, !isArriving { place?.rest(context.channel) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head:
            place?.work()
            isArriving = true
            unanswered += 1
            isAnswering = false
            arrivalTimer?.cancel()
            arrivalTimer = context.eventLoop.assumeIsolated().scheduleTask(in: arrival) { self.giveUp(context) }
        case .body: break
        case .end:
            arrivalTimer?.cancel()
            arrivalTimer = nil
            isArriving = false
            restIfDone(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isAnswering = true
        if case .end = unwrapOutboundIn(data) {
            unanswered = max(0, unanswered - 1)
            restIfDone(context)
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        stallTimer = nil
        if !context.channel.isWritable {
            stallTimer = context.eventLoop.assumeIsolated().scheduleTask(in: stall) { context.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func cancel() {
        arrivalTimer?.cancel()
        stallTimer?.cancel()
        arrivalTimer = nil
        stallTimer = nil
        place = nil
    }

    /// The request did not arrive in time. If nothing was answered yet, the client is told.
    private func giveUp(_ context: ChannelHandlerContext) {
        guard !isAnswering, unanswered < 2 else { return context.close(promise: nil) }
        isAnswering = true
        end(context, with: HTTPResponse(status: .requestTimeout), [])
    }

    private func end(_ context: ChannelHandlerContext, with problem: ProblemView) {
        var head = HTTPResponse(
            status: .init(code: problem.status), headerFields: [.contentType: "application/problem+json"])
        if let seconds = problem.retryAfter { head.headerFields[.retryAfter] = String(seconds) }
        // A problem holds texts and numbers only, which JSON can always tell.
        end(context, with: head, (try? JSON.encode(problem)) ?? [])
    }

    /// Answers, and ends the connection.
    private func end(_ context: ChannelHandlerContext, with head: HTTPResponse, _ body: [UInt8]) {
        var head = head
        head.headerFields[.connection] = "close"
        head.headerFields[.contentLength] = String(body.count)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !body.isEmpty { context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
