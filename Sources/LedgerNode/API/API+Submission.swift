import HTTPTypes
import Hummingbird
import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerReplay
import LedgerStore
import Logging
import NIOCore

extension API {
    static let bodyLimit = 1 << 20
    static let batchLimit = 20 << 20
    private static let promptBody = 16 << 10

    /// A transaction, or a batch of them.
    func submit(_ call: Call) async throws -> Response {
        let wait = try call.query.flag("wait", default: true)
        let header = call.request.headers[.contentType]
        let type = header?.split(separator: ";").first.map { $0.trimmed.lowercased() }
        let kind = type.flatMap(MediaKind.init(rawValue:))
        let answer = try call.accepted(kind == .batch ? [.json, .octets] : [.json])
        // The body of a request that will be refused need not even be kept.
        if gate.answers.isUsedUp { throw await busy() }
        if kind == .batch ? gate.signatures.isNearlyUsedUp : gate.signatures.isUsedUp { throw await busy() }
        switch kind {
        case .octets:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            return try await submit(body.bytes, handles: [], wait: wait)
        case .json:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            let submission: Submission
            do {
                // A large one is not read on the threads that answer others.
                submission = try await withTaskExecutorPreference(body.bytes.count > Self.promptBody ? checking : nil) {
                    try Submission(json: body.bytes)
                }
            } catch let fault as BodyFault { throw ProblemView.malformedBody(fault.detail) }
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
    func body(_ call: Call, _ limit: Int) async throws -> (bytes: [UInt8], share: Budget.Share) {
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

    /// A single transaction: decoded once, refused before its signatures are checked where that is possible.
    private func submit(_ bytes: [UInt8], handles: [Handle], wait: Bool) async throws -> Response {
        let arrived: ArrivedTransaction
        do throws(Rejection) { arrived = try ArrivedTransaction(decoding: bytes, on: chain) } catch {
            throw ProblemView(error, id: nil, token: genesis.token)
        }
        if !handles.isEmpty {
            let accounts = Set(arrived.signed.transaction.action.body.fields.flatMap(\.value.accounts))
            if let stranger = handles.first(where: { !accounts.contains(.handle($0)) }) {
                throw ProblemView.handleNotNamed(stranger.text)
            }
        }
        var turn: Budget.Share?
        defer { withExtendedLifetime(turn) {} }
        let admission: Admission
        if let known = await engine.screen(arrived) {
            if known.asksForReceipt {
                // A look into the store costs about as much as a check.
                turn = gate.signatures.share(1)
                if turn == nil { throw await busy() }
            }
            admission = known
        } else {
            turn = gate.signatures.share(arrived.signed.witnesses.count)
            if turn == nil { throw await busy() }
            let verified: VerifiedTransaction
            do throws(Rejection) { verified = try keys.check(arrived) } catch {
                throw ProblemView(error, id: nil, token: genesis.token)
            }
            admission = await engine.admit(verified, handles: handles + verified.ownHandles)
        }
        let receipt = try await progress(admission, id: arrived.id, wait: wait).get().view(views)
        return try .json(receipt, status: receipt.status == "committed" ? .ok : .accepted)
    }

    /// What became of a transaction, once that is certain, or that it waits.
    ///
    /// - Parameter id: its id; nil where it was rejected before it had one. Asked for only where it was rejected.
    func progress(
        _ admission: Admission, id: @autoclosure () -> Digest?, wait: Bool
    ) async -> Result<Progress, ProblemView> {
        switch admission {
        case .refused(let refusal): return .failure(ProblemView(refusal))
        case .rejected(let rejection):
            let id = id()
            let problem = ProblemView(rejection, id: id, token: genesis.token)
            guard let id else { return .failure(problem) }
            do {
                if rejection.isLikeRepetition, let receipt = try views.storedReceipt(id) {
                    return .success(.committed(receipt, repeated: true))
                }
                guard case .referencePaid(_, _, _, let number) = rejection else { return .failure(problem) }
                return .failure(problem.naming(payer: try store.transaction(number: number)?.id))
            } catch {
                logger.error("A receipt could not be made", metadata: ["transaction": "\(id)", "error": "\(error)"])
                return .failure(.outcomeUnknown(id, "the node failed to read its store"))
            }
        case .waiting(let one): return await progress(one, repeated: false, wait: wait)
        case .repeated(let one): return await progress(one, repeated: true, wait: wait)
        }
    }

    private func progress(_ one: WaitingTransaction, repeated: Bool, wait: Bool) async -> Result<Progress, ProblemView>
    {
        guard wait else { return .success(.waiting(one.id, repeated: repeated)) }
        switch await one.outcome() {
        case .committed(let receipt): return .success(.committed(receipt, repeated: repeated))
        case .unknown(let reason): return .failure(.outcomeUnknown(one.id, reason))
        }
    }
}

/// Where an admitted transaction stands.
enum Progress: Sendable {
    case committed(Receipt, repeated: Bool)
    case waiting(Digest, repeated: Bool)

    func view(_ views: LedgerViews) throws -> ReceiptView {
        switch self {
        case .committed(let receipt, let repeated):
            var view = try views.receipt(receipt)
            view.repeated = repeated ? true : nil
            return view
        case .waiting(let id, let repeated):
            return ReceiptView(id: id.hex, status: "waiting", repeated: repeated ? true : nil)
        }
    }
}

extension KeyPool {
    /// Rejection 7 where a signature does not hold.
    fileprivate func check(_ arrived: ArrivedTransaction) throws(Rejection) -> VerifiedTransaction {
        try with { keys in Result { () throws(Rejection) in try arrived.verified(keys: &keys) } }.get()
    }
}
