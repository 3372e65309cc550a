package import Ledger

/// Why bytes are no SourceCred ledger that can be imported.
package enum SourceCredFault: Error, Equatable, Sendable {
    /// The file is plainly something else.
    case notALedger(OtherFile)
    case noEvents
    case malformed(line: Int, problem: String)
    /// The file ends within the event that begins on `line`.
    case cutShort(line: Int)
    case unknownType(line: Int, type: String)
    case version(line: Int, got: String)
    case timeGoesBack(line: Int, uuid: String, got: Timestamp, before: Timestamp)
    /// An event that SourceCred's own rules, or the form of handles and references, do not allow.
    case event(number: Int, uuid: String, EventFault)
}

/// Why an event does not follow those before it.
package enum EventFault: Error, Equatable, Sendable {
    case unknownIdentity(String)
    case repeatedIdentity(String)
    case repeatedName(String)
    /// `sourcecred:` and the id are no handle.
    case noHandle(String)
    /// The uuid, with a part's number where there is one, is no reference.
    case noReference(String)
    /// An earlier distribution has the same uuid, so paying it would pay a reference twice.
    case paidBefore(byEvent: Int)
    case inactive(String, name: String)
    /// A transfer while SourceCred keeps no balances.
    case accountingDisabled
    case mergeIntoItself(String, name: String)
}

extension SourceCredFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notALedger(let other): "\(other)"
        case .noEvents: "there is no event in it; a ledger has at least one, and an empty one makes no chain"
        case .malformed(let line, let problem): "line \(line) is no SourceCred event: \(problem)"
        case .cutShort(let line): "the file ends within the event that begins on line \(line); is it a whole copy?"
        case .unknownType(let line, let type):
            "line \(line): events of type '\(type.shown)' are not known here and might move grain, so nothing is guessed; "
                + "an import of this ledger needs a release that knows them"
        case .version(let line, let got): "line \(line): version '\(got.shown)'; only '1' is known"
        case .timeGoesBack(let line, let uuid, let got, let before):
            "line \(line): event \(uuid.shown) is of \(got), but the one before it is of \(before); time never goes back"
        case .event(let number, let uuid, let fault): "event \(number) (\(uuid.shown)): \(fault)"
        }
    }
}

extension EventFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownIdentity(let id): "identity '\(id.shown)' was not created before it"
        case .repeatedIdentity(let id): "identity '\(id.shown)' is there already"
        case .repeatedName(let name): "the name '\(name.shown)' is taken (upper and lower case are the same)"
        case .noHandle(let id): "'sourcecred:\(id.shown)' is no handle: it must be \(Handle.form)"
        case .noReference(let text): "'\(text.shown)' is no reference: it must be \(Reference.form)"
        case .paidBefore(let event): "event \(event) is a distribution of the same uuid, and a reference is paid once"
        case .inactive(let id, let name): "\(name.shown) (identity '\(id.shown)') is paid but not active"
        case .accountingDisabled: "grain is transferred while accounting is disabled, when nobody has a balance"
        case .mergeIntoItself(let id, let name): "\(name.shown) (identity '\(id.shown)') would be merged into itself"
        }
    }
}

extension String {
    /// Somebody else's text, cut short and without control characters, fit for a terminal.
    var shown: String {
        let cut = prefix(80)
        return String(String(cut).debugDescription.dropFirst().dropLast()) + (cut.endIndex == endIndex ? "" : "…")
    }
}
