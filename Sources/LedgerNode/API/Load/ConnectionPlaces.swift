import NIOCore
import Synchronization

/// The places of connections: so many in all, and so many for one address.
///
/// Who opens connections and asks nothing must not keep others out. So where an address has all of its places, or the node nearly all, the
/// connection that has rested longest between requests ends for the new one. Those with a request in hand stay; an address that has nothing
/// else gets no further one.
package final class ConnectionPlaces: Sendable {
    private struct Client {
        var count = 0
        var order = Order()
    }

    private struct Resting {
        let client: String
        let channel: any Channel
    }

    private struct State {
        var total = 0
        var lastTicket: UInt64 = 0
        var clients: [String: Client] = [:]
        var resting: [UInt64: Resting] = [:]
        var order = Order()
    }

    private let state = Mutex(State())
    private let limit: Int
    private let limitPerClient: Int
    /// From here on one ends for each that comes.
    private var nearlyAll: Int { limit - max(1, limit / 16) }

    /// - Parameter perClient: a quarter of all where it is nil.
    package init(_ limit: Int, perClient: Int?) {
        self.limit = limit
        limitPerClient = min(limit, perClient ?? max(1, limit / 4))
    }

    /// Gives a place to a connection that has just come.
    ///
    /// - Returns: nil where its address has all of its places for requests in hand.
    func take(for client: String) -> Place? {
        var tired: (any Channel)?
        let isGiven = state.withLock { state in
            var known = state.clients[client] ?? Client()
            if known.count >= limitPerClient {
                guard let oldest = known.order.removeFirst(of: &state.resting) else { return false }
                tired = oldest.channel
            } else if state.total >= nearlyAll {
                tired = state.order.removeFirst(of: &state.resting)?.channel
            }
            known.count += 1
            state.total += 1
            state.clients[client] = known
            return true
        }
        tired?.pipeline.fireUserInboundEventTriggered(GiveWay())
        return isGiven ? Place(self, client) : nil
    }

    /// Sent to a connection that should end if it still rests.
    struct GiveWay: Sendable {}

    /// The numbers of connections that rest, longest first. Those that work again are only left out when they are met.
    private struct Order {
        private var tickets: [UInt64] = []
        private var first = 0

        mutating func append(_ ticket: UInt64, _ resting: [UInt64: Resting]) {
            tickets.append(ticket)
            if tickets.count > 64, tickets.count > 4 * live {
                tickets = tickets[first...].filter { resting[$0] != nil }
                first = 0
                live = max(16, tickets.count)
            }
        }
        /// How many were found to rest when all were last looked at.
        private var live = 16

        mutating func removeFirst(of resting: inout [UInt64: Resting]) -> Resting? {
            while first < tickets.count {
                first += 1
                if let found = resting.removeValue(forKey: tickets[first - 1]) { return found }
            }
            return nil
        }
    }

    private func rest(_ client: String, _ channel: any Channel) -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            state.resting[state.lastTicket] = Resting(client: client, channel: channel)
            state.order.append(state.lastTicket, state.resting)
            state.clients[client]?.order.append(state.lastTicket, state.resting)
            return state.lastTicket
        }
    }

    private func work(_ ticket: UInt64) { state.withLock { _ = $0.resting.removeValue(forKey: ticket) } }

    private func give(_ client: String) {
        state.withLock { state in
            state.total -= 1
            state.clients[client]?.count -= 1
            if state.clients[client]?.count == 0 { state.clients[client] = nil }
        }
    }

    /// The place of one connection, given back when the value goes. Its event loop alone uses it.
    final class Place {
        private let places: ConnectionPlaces
        private let client: String
        private var ticket: UInt64?

        fileprivate init(_ places: ConnectionPlaces, _ client: String) {
            self.places = places
            self.client = client
        }

        /// Nothing of a request is in hand from now on.
        func rest(_ channel: any Channel) {
            guard ticket == nil else { return }
            ticket = places.rest(client, channel)
        }

        func work() {
            if let ticket { places.work(ticket) }
            ticket = nil
        }

        deinit {
            work()
            places.give(client)
        }
    }
}
