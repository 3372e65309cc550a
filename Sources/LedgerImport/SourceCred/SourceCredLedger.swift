import FoundationEssentials
import Ledger
package import LedgerCrypto
import LedgerText

/// A SourceCred ledger (`data/ledger.json` of an instance): the events of a community's past, in order.
package struct SourceCredLedger: Sendable {
    package let events: [SourceCredEvent]

    /// Reads one JSON event a line, or one JSON array of events.
    ///
    /// A byte order mark before them is passed over: it belongs to no event.
    ///
    /// - Throws: what the file is, where it is plainly something else or holds no event; else the first line that is no event of
    ///   a known type, or that lies before the event ahead of it.
    package init(_ bytes: [UInt8]) throws(SourceCredFault) {
        var events: [SourceCredEvent] = []
        var hash = Digest.zero
        if let other = OtherFile(bytes) { throw .notALedger(other) }
        var scanner = EventBytes(bytes)
        while let extent = try scanner.next() {
            let event = Array(bytes[extent.range])
            let json = try Self.decode(event, line: extent.line)
            hash = Self.runningHash(after: hash, event)
            let time = Timestamp(milliseconds: json.ledgerTimestamp)
            guard json.version == "1" else { throw .version(line: extent.line, got: json.version) }
            guard time <= .latest else {
                throw .malformed(line: extent.line, problem: "ledgerTimestamp is \(time), after \(Timestamp.latest)")
            }
            if let last = events.last, time < last.time {
                throw .timeGoesBack(line: extent.line, uuid: json.uuid, got: time, before: last.time)
            }
            events.append(
                SourceCredEvent(
                    number: events.count + 1, uuid: json.uuid, time: time, type: json.action.type,
                    action: json.action.action, runningHash: hash))
        }
        guard !events.isEmpty else { throw .noEvents }
        self.events = events
    }

    /// `SHA256(previous ‖ event)`.
    package static func runningHash(after previous: Digest, _ event: [UInt8]) -> Digest {
        var state = SHA256()
        state.update(previous)
        state.update(event)
        return state.finalize()
    }

    private static func decode(_ event: [UInt8], line: Int) throws(SourceCredFault) -> EventJSON {
        guard String(validating: event, as: UTF8.self) != nil else {
            throw .malformed(line: line, problem: "it is not UTF-8")
        }
        if let fault = JSONShape.fault(in: event) { throw .malformed(line: line, problem: "in it, \(fault)") }
        do {
            let json = try JSONDecoder().decode(EventJSON.self, from: Data(event))
            try requireSingleEntries(event, line: line)
            return json
        } catch let fault as SourceCredFault {
            throw fault
        } catch let unknown as UnknownType {
            throw .unknownType(line: line, type: unknown.type)
        } catch let error as DecodingError {
            throw .malformed(line: line, problem: describe(error))
        } catch {
            throw .malformed(line: line, problem: "\(error)")
        }
    }

    /// SourceCred, in JavaScript, takes the last of two entries of one name, the decoder here the first: the two would count different grain.
    private static func requireSingleEntries(_ event: [UInt8], line: Int) throws(SourceCredFault) {
        let json: StrictJSON
        do { json = try StrictJSON(parsing: event, byteLimit: event.count) } catch {
            throw .malformed(line: line, problem: "it is not JSON")
        }
        guard let place = json.repeatedEntry else { return }
        throw .malformed(
            line: line, problem: "\(place.shown) is there more than once, and readers differ in which of the two counts"
        )
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context): return "\(place(context.codingPath)) is not a \(type)"
        case .valueNotFound(let type, let context): return "\(place(context.codingPath)) is null, not a \(type)"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: return "it is not JSON"
        case .dataCorrupted(let context): return "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}
