import NIOCore
import Synchronization

/// Places for what lasts, such as streams: so many in all, and so many for one address, so that no single client can take them all.
final class ClientPlaces: Sendable {
    private struct State {
        var total = 0
        var held: [String: Int] = [:]
    }
    private let state = Mutex(State())
    private let limit: Int
    private let limitPerClient: Int

    init(_ limit: Int, perClient: Int) { (self.limit, limitPerClient) = (limit, perClient) }

    /// A place, given back when the value goes.
    ///
    /// - Throws: which of the two limits is reached.
    func take(for address: SocketAddress?) throws(NoPlace) -> Place {
        let client = ClientAddress.of(address)
        let refusal: NoPlace? = state.withLock { state in
            guard state.total < limit else { return .all(limit) }
            let held = state.held[client, default: 0]
            guard held < limitPerClient else { return .client(client, limit: limitPerClient) }
            state.total += 1
            state.held[client] = held + 1
            return nil
        }
        if let refusal { throw refusal }
        return Place(self, client)
    }

    var count: Int { state.withLock { $0.total } }

    private func give(_ client: String) {
        state.withLock { state in
            state.total -= 1
            let held = state.held[client, default: 1] - 1
            state.held[client] = held == 0 ? nil : held
        }
    }

    enum NoPlace: Error {
        case all(_ limit: Int)
        case client(String, limit: Int)
    }

    final class Place: Sendable {
        private let places: ClientPlaces
        private let client: String

        fileprivate init(_ places: ClientPlaces, _ client: String) {
            self.places = places
            self.client = client
        }

        deinit { places.give(client) }
    }
}

/// Who counts as one client.
package enum ClientAddress {
    static func of(_ address: SocketAddress?) -> String {
        guard let address, address.protocol != .unix else { return "a local socket" }
        // Family and port stand before the address, of IPv6 a flow label too (ip(7), ipv6(7)).
        let place = address.protocol == .inet6 ? 8..<24 : 4..<8
        return address.withSockAddr { start, count in
            text(Array(UnsafeRawBufferPointer(start: start, count: count)[place]))
        }
    }

    /// An IPv4 address, or a network of 64 bits, which is what one customer gets of IPv6.
    ///
    /// - Parameter bytes: the 4 or 16 of an address.
    package static func text(_ bytes: [UInt8]) -> String {
        func dotted(_ bytes: ArraySlice<UInt8>) -> String { bytes.map { String($0) }.joined(separator: ".") }
        guard bytes.count == 16 else { return dotted(bytes[...]) }
        // An IPv4 address as IPv6 writes it: ::ffff:1.2.3.4.
        if bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] { return dotted(bytes[12...]) }
        let groups = stride(from: 0, to: 8, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }
}
