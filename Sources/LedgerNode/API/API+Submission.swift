import HTTPTypes
import Hummingbird
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerStore
import Logging
import NIOCore

extension API {
    static let bodyLimit = 1 << 20
    static let batchLimit = 20 << 20

    /// A transaction, or a batch of them.
    func submit(_ call: Call) async throws -> Response {
        let wait = try call.query.flag("wait", default: true)
        let header = call.request.headers[.contentType]
        let type = header?.split(separator: ";").first.map { $0.trimmed.lowercased() }
        let kind = type.flatMap(MediaKind.init(rawValue:))
        let answer = try call.accepted(kind == .batch ? [.json, .octets] : [.json])
        // The body of a request that will be refused need not even be kept.
        if gate.answers.isUsedUp { throw await busy() }
        if kind == .batch ? gate.transactions.isNearlyUsedUp : gate.transactions.isUsedUp { throw await busy() }
        switch kind {
        case .octets:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            return try await submit(body.bytes, handles: [], wait: wait)
        case .json:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            let submission: Submission
            do { submission = try Submission(json: body.bytes) } catch { throw ProblemView.malformedBody(error.detail) }
            if let named = submission.chain, named != chain {
                let rejection = Rejection.wrongChain(got: named, expected: chain)
                throw ProblemView(rejection, id: nil, token: genesis.token)
            }
            return try await submit(submission.transaction, handles: submission.handles, wait: wait)
        case .batch:
            let body = try await body(call, Self.batchLimit)
            defer { withExtendedLifetime(body.share) {} }
            return try await submit(batch: body.bytes, wait: wait, as: answer)
        default: throw ProblemView.unsupportedMedia(header, allowed: [.octets, .json, .batch])
        }
    }

    /// The body, with its share of what all bodies may hold. It is given back with the value.
    private func body(_ call: Call, _ limit: Int) async throws -> (bytes: [UInt8], share: Budget.Share) {
        if let length = call.request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw ProblemView.tooLarge(limit: limit)
        }
        guard let share = gate.bodies.share(0) else { throw await busy() }
        var bytes: [UInt8] = []
        for try await chunk in call.request.body {
            guard bytes.count + chunk.readableBytes <= limit else { throw ProblemView.tooLarge(limit: limit) }
            guard share.grow(by: chunk.readableBytes) else { throw await busy() }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return (bytes, share)
    }

    /// Too much is here that nobody has looked at.
    func busy() async -> ProblemView {
        await engine.countRefusal()
        return .busy
    }

    private func submit(_ bytes: [UInt8], handles: [Handle], wait: Bool) async throws -> Response {
        let sender = try? SignedTransaction(decoding: bytes).transaction.sender
        let refusal = await engine.screen(byteCount: bytes.count, senders: sender.map { [$0] } ?? [])
        if let refusal { throw ProblemView(refusal) }
        guard let turn = gate.transactions.share(1) else { throw await busy() }
        defer { withExtendedLifetime(turn) {} }
        let verified = try verify(bytes).get()
        if !handles.isEmpty {
            let accounts = Set(verified.transaction.action.body.fields.flatMap(\.value.accounts))
            if let stranger = handles.first(where: { !accounts.contains(.handle($0)) }) {
                throw ProblemView.handleNotNamed(stranger.text)
            }
        }
        let admission = await engine.admit(verified, bytes: bytes, handles: handles + verified.ownHandles)
        let receipt = try await standing(admission, id: verified.id, wait: wait).get().view(views)
        return try .json(receipt, status: receipt.status == "committed" ? .ok : .accepted)
    }

    /// What became of a transaction, once that is certain, or that it waits.
    ///
    /// - Parameter id: its id; nil where it was rejected before it had one. Asked for only where it was rejected.
    func standing(
        _ admission: Admission, id: @autoclosure () -> Digest?, wait: Bool
    ) async -> Result<Standing, ProblemView> {
        switch admission {
        case .refused(let refusal): return .failure(ProblemView(refusal))
        case .rejected(let rejection):
            let id = id()
            let problem = ProblemView(rejection, id: id, token: genesis.token)
            guard let id else { return .failure(problem) }
            do {
                if rejection.isLikeRepetition, let receipt = try views.storedReceipt(id) {
                    return .success(.committed(receipt))
                }
                guard case .referencePaid(_, _, _, let number) = rejection else { return .failure(problem) }
                return .failure(problem.naming(payer: try store.transaction(number: number)?.id))
            } catch {
                logger.error("A receipt could not be made", metadata: ["transaction": "\(id)", "error": "\(error)"])
                return .failure(.outcomeUnknown(id, "the node failed to read its store"))
            }
        case .waiting(let ticket):
            guard wait else { return .success(.waiting(ticket.id)) }
            switch await ticket.outcome() {
            case .committed(let receipt): return .success(.committed(receipt))
            case .unknown(let reason): return .failure(.outcomeUnknown(ticket.id, reason))
            }
        }
    }
}

/// Where an admitted transaction stands.
enum Standing: Sendable {
    case committed(Receipt)
    case waiting(Digest)

    func view(_ views: LedgerViews) throws -> ReceiptView {
        switch self {
        case .committed(let receipt): try views.receipt(receipt)
        case .waiting(let id): ReceiptView(id: id.hex, status: "waiting")
        }
    }
}

extension Rejection {
    /// Whether a transaction that is committed already would get this answer. Only then is the store asked for it.
    fileprivate var isLikeRepetition: Bool {
        switch self {
        case .expired, .wrongSequence, .senderClosed: true
        default: false
        }
    }
}
