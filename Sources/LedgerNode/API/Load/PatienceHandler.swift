import HTTPTypes
import Ledger
import NIOCore
import NIOHTTPTypes

/// Ends connections on which a request does not arrive, or an answer is not taken, within a time. Bodies that never end and
/// readers that never read would hold memory for ever. Connections without a request are the idle timeout's.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let arrival: TimeAmount
    private let stall: TimeAmount
    private var arrivalTimer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?
    private var isAnswering = false

    init(_ limits: LoadLimits) {
        arrival = .milliseconds(Int64(limits.arrival.count))
        stall = .milliseconds(Int64(limits.stall.count))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isAnswering = false
            arrivalTimer?.cancel()
            arrivalTimer = context.eventLoop.assumeIsolated().scheduleTask(in: arrival) { self.giveUp(context) }
        case .body: break
        case .end:
            arrivalTimer?.cancel()
            arrivalTimer = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isAnswering = true
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
    }

    /// The request did not arrive in time. If nothing was answered yet, the client is told.
    private func giveUp(_ context: ChannelHandlerContext) {
        guard !isAnswering else { return context.close(promise: nil) }
        isAnswering = true
        let head = HTTPResponse(status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
