/// Reads server-sent events (WHATWG HTML, 9.2.6) of a server that ends its lines with line feeds.
struct EventParser {
    struct Event: Equatable {
        var kind = "message"
        var data = ""
    }

    /// An event was longer than allowed.
    struct TooLong: Error {
        let limit: Int
    }

    /// The most bytes of an event, its names and line feeds included: what a stranger sends is not kept without end.
    private let limit: Int
    private var line: [UInt8] = []
    private var event = Event()
    /// How many bytes of the event have come.
    private var byteCount = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// The events that `bytes` complete.
    mutating func feed(_ bytes: [UInt8]) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            byteCount += 1
            guard byteCount <= limit else { throw TooLong(limit: limit) }
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            if line.isEmpty {
                if !event.data.isEmpty { events.append(event) }
                event = Event()
                byteCount = 0
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
