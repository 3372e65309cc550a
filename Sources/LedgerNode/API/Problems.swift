import Ledger
package import LedgerAPI
import LedgerCrypto

/// All problems that the API tells, in one place.
extension ProblemView {
    private init(_ status: Int, _ name: String, _ title: String, _ detail: String, _ facts: [String: String] = [:]) {
        self.init(
            type: "urn:laurel:problem:\(name)", title: title, status: status, rule: name, detail: detail,
            facts: facts.isEmpty ? nil : facts)
    }

    static func badParameter(_ name: String, got: String, allowed: String) -> ProblemView {
        ProblemView(
            400, "badParameter", "A parameter is not understood", "\(name): got '\(got)'; allowed is \(allowed)",
            ["parameter": name, "got": got, "allowed": allowed])
    }

    /// A place in an account's history that is none.
    static func foreignCursor(_ got: String, of id: AccountID) -> ProblemView {
        badParameter("cursor", got: got, allowed: "the next of a page of account \(id), or none to begin at the newest")
    }

    static func unknownCursor(_ got: String) -> ProblemView {
        badParameter("cursor", got: got, allowed: "the next of a page in the same order, or none to begin")
    }

    /// A walk over accounts whose order is no longer known.
    static func orderGone(_ order: String, height: UInt64) -> ProblemView {
        ProblemView(
            409, "orderGone", "The order has changed too much",
            "since block \(height), at which this walk began, more accounts have changed than can be put back into "
                + "their order by \(order), or one was merged; begin again without a cursor, or walk in order=index, which "
                + "never changes",
            ["order": order, "height": String(height)])
    }

    static func malformedBody(_ what: String) -> ProblemView {
        ProblemView(400, "malformedBody", "The body is not understood", what)
    }

    /// What came is no HTTP.
    static func malformedRequest(_ what: String) -> ProblemView {
        ProblemView(400, "malformedRequest", "The request is not understood", "it is no request of HTTP/1.1: \(what)")
    }

    static func headTooLarge(limit: Int) -> ProblemView {
        ProblemView(
            431, "headTooLarge", "The request's head is too large",
            "its target and headers may have \(limit) bytes together, and 100 headers", ["allowed": String(limit)])
    }

    static func handleNotNamed(_ handle: String) -> ProblemView {
        ProblemView(
            400, "handleNotNamed", "A handle does not belong to the transaction",
            "the transaction names no account whose handle is '\(handle)'; give only handles that it pays, admits or binds",
            ["got": handle])
    }

    static func unknownPath(_ path: String) -> ProblemView {
        ProblemView(404, "unknownPath", "There is nothing here", "\(path) is no path of this API; see /v1/openapi.json")
    }

    package static func unknown(_ what: String, _ key: String) -> ProblemView {
        ProblemView(
            404, "unknown\(what)", "It is not on this chain", "this chain has no \(what.lowercased()) \(key)",
            ["got": key])
    }

    /// A reference that was never paid for any of some reasons.
    package static func unknownReference(_ got: String, tried: String) -> ProblemView {
        ProblemView(
            404, "unknownReference", "It is not on this chain",
            "nobody was paid for \(got) as any of \(tried)", ["got": got, "tried": tried])
    }

    /// A reference that was paid already, with the transaction that paid it where that is durable.
    func naming(payer: Digest?) -> ProblemView {
        guard let payer else { return self }
        var problem = self
        problem.detail += ", \(payer)"
        problem.facts?["paidBy"] = payer.hex
        return problem
    }

    static func methodNotAllowed(_ method: String, allowed: String) -> ProblemView {
        ProblemView(
            405, "methodNotAllowed", "The method is not allowed here", "got \(method); allowed is \(allowed)",
            ["got": method, "allowed": allowed])
    }

    static func notAcceptable(_ accept: String, offers: [String]) -> ProblemView {
        let allowed = offers.joined(separator: ", ")
        return ProblemView(
            406, "notAcceptable", "No answer of an accepted kind", "Accept is '\(accept)'; there is \(allowed)",
            ["got": accept, "allowed": allowed])
    }

    static func tooLarge(limit: Int) -> ProblemView {
        ProblemView(
            413, "bodyTooLarge", "The body is too large", "at most \(limit) bytes are allowed; send it in parts",
            ["allowed": String(limit)])
    }

    static func unsupportedMedia(_ got: String?, allowed: [MediaKind]) -> ProblemView {
        let allowed = allowed.map(\.rawValue).joined(separator: ", ")
        return ProblemView(
            415, "unsupportedMediaType", "The kind of body is not understood",
            "Content-Type is \(got.map { "'\($0)'" } ?? "missing"); allowed is \(allowed)",
            ["got": got ?? "", "allowed": allowed])
    }

    static func internalError(_ id: String) -> ProblemView {
        ProblemView(
            500, "internalError", "The node failed", "the node's log tells why, under request \(id)", ["request": id])
    }

    static func unavailable(_ detail: String, retryAfter: Int) -> ProblemView {
        var problem = ProblemView(503, "unavailable", "The node does not do that now", detail)
        problem.retryAfter = retryAfter
        return problem
    }

    /// Refused before anything of the request was judged.
    static var busy: ProblemView {
        var problem = ProblemView(
            503, "busy", "The node has its hands full", "more was sent than can be looked at now; send it again later")
        problem.retryAfter = 1
        return problem
    }

    /// A commit failed, so it is not known whether the transaction is on the chain.
    static func outcomeUnknown(_ id: Digest, _ reason: String) -> ProblemView {
        var problem = ProblemView(
            503, "outcomeUnknown", "What became of the transaction is not certain",
            "\(reason); send the same transaction again: if it is committed, its receipt comes back")
        problem.transaction = id.hex
        problem.retryAfter = 5
        return problem
    }

    init(_ refusal: Refusal) {
        switch refusal {
        case .queueFull(let bytes, let limit):
            self.init(
                503, "queueFull", "Too much waits", "\(bytes) bytes wait, at most \(limit) may; send it again later",
                ["got": String(bytes), "allowed": String(limit)])
            retryAfter = 1
        case .senderQueueFull(let sender, let limit):
            self.init(
                429, "senderQueueFull", "Too much of one sender waits",
                "\(limit) transactions of \(sender) wait, which is the most; send it again later",
                ["allowed": String(limit)])
            retryAfter = 1
        case .notAccepting(let reason): self = .unavailable(reason, retryAfter: 5)
        case .busy: self = .busy
        }
    }

    /// The rule of the chain that a transaction breaks.
    init(_ rejection: Rejection, id: Digest?, token: Token) {
        self.init(
            type: "urn:laurel:problem:\(rejection.name)", title: "The transaction is rejected",
            status: Self.status(of: rejection), code: rejection.code, rule: rejection.name,
            detail: rejection.message(token), transaction: id?.hex, credit: rejection.credit, facts: rejection.facts)
    }

    private static func status(of rejection: Rejection) -> Int {
        switch rejection {
        case .tooLarge: 413
        case .wrongSequence, .referencePaid, .accountExists, .alreadyBound, .alreadyRevealed: 409
        default: rejection.code < 20 ? 400 : 422
        }
    }
}

extension Rejection {
    /// Values that a program acts on without reading the text.
    fileprivate var facts: [String: String]? {
        switch self {
        case .wrongSequence(let got, let expected): ["got": String(got), "expected": String(expected)]
        case .wrongChain(let got, let expected): ["got": got.hex, "expected": expected.hex]
        case .malformed(let offset, let expected): ["offset": String(offset), "expected": expected]
        case .expired(let until, let time): ["validUntil": until.description, "time": time.description]
        case .insufficientBalance(let amount, let balance): ["amount": "\(amount)", "balance": "\(balance)"]
        case .referencePaid(_, let reason, let reference, let number):
            ["reason": "\(reason)", "reference": reference.text, "transactionNumber": String(number)]
        case .overBudget(let sum, let left, let renewsAt):
            ["sum": "\(sum)", "left": "\(left)", "renewsAt": renewsAt.description]
        case .overSupplyCap(let sum, let left): ["sum": "\(sum)", "left": "\(left)"]
        case .allowanceUsed(let allowance, let renewsAt):
            ["allowance": String(allowance), "renewsAt": renewsAt.description]
        case .belowSmallest(_, let amount, let smallest): ["amount": "\(amount)", "smallest": "\(smallest)"]
        case .overCap(_, let reference, _, let cap): ["reference": reference.text, "cap": "\(cap)"]
        default: nil
        }
    }
}
