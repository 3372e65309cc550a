import HTTPTypes
import Hummingbird
import Ledger
import LedgerClient
import LedgerCrypto
import Logging
import NIOCore

extension API {
    static let bodyLimit = 1 << 20
    static let batchLimit = 20 << 20

    /// A transaction, or a batch of them.
    func submit(_ call: Call) async throws -> Response {
        let wait = try call.query.flag("wait", default: true)
        _ = try call.accepted([.json])
        let header = call.request.headers[.contentType]
        let type = header?.split(separator: ";").first.map { $0.trimmed.lowercased() }
        let kind = type.flatMap(MediaKind.init(rawValue:))
        // The body of a request that will be refused need not even be kept.
        if kind == .batch ? gate.transactions.isNearlyUsedUp : gate.transactions.isUsedUp { throw await busy() }
        switch kind {
        case .octets:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            return try await submit(body.bytes, handles: [], wait: wait)
        case .json:
            let body = try await body(call, Self.bodyLimit)
            defer { withExtendedLifetime(body.share) {} }
            let submission = try Submission(json: body.bytes)
            if let chain = submission.chain, chain != genesis.chainID {
                let rejection = Rejection.wrongChain(got: chain, expected: genesis.chainID)
                throw ProblemView(rejection, id: nil, token: genesis.token)
            }
            return try await submit(submission.transaction, handles: submission.handles, wait: wait)
        case .batch:
            let body = try await body(call, Self.batchLimit)
            defer { withExtendedLifetime(body.share) {} }
            return try .json(try await submit(batch: body.bytes, wait: wait))
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
    private func busy() async -> ProblemView {
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
        let accounts = Set(verified.transaction.action.body.fields.flatMap(\.value.accounts))
        if let stranger = handles.first(where: { !accounts.contains(.handle($0)) }) {
            throw ProblemView.handleNotNamed(stranger.text)
        }
        let admission = await engine.admit(verified, bytes: bytes, handles: handles + verified.ownHandles)
        let receipt = try await receipt(admission, verified.id, wait: wait).get()
        return try .json(receipt, status: receipt.status == "committed" ? .ok : .accepted)
    }

    private func submit(batch bytes: [UInt8], wait: Bool) async throws -> BatchView {
        if let refusal = await engine.screen(byteCount: bytes.count, senders: []) { throw ProblemView(refusal) }
        let (transactions, senders) = try Self.split(batch: bytes)
        if let refusal = await engine.screen(byteCount: 0, senders: senders) { throw ProblemView(refusal) }
        guard let turn = gate.transactions.share(transactions.count) else { throw await busy() }
        defer { withExtendedLifetime(turn) {} }
        let verified = await verify(transactions)
        // All are admitted before the first is waited for, so that they share blocks.
        var admissions: [Result<(Digest, Admission), ProblemView>] = []
        for (bytes, result) in zip(transactions, verified) {
            switch result {
            case .failure(let problem): admissions.append(.failure(problem))
            case .success(let one):
                let admission = await engine.admit(one, bytes: bytes, handles: one.ownHandles)
                admissions.append(.success((one.id, admission)))
            }
        }
        var results: [BatchResult] = []
        for admission in admissions {
            do throws(ProblemView) {
                let (id, admission) = try admission.get()
                results.append(BatchResult(receipt: try await receipt(admission, id, wait: wait).get()))
            } catch { results.append(BatchResult(problem: error)) }
        }
        return BatchView(results: results)
    }

    private func receipt(_ admission: Admission, _ id: Digest, wait: Bool) async -> Result<ReceiptView, ProblemView> {
        do {
            switch admission {
            case .refused(let refusal): return .failure(ProblemView(refusal))
            case .rejected(let rejection):
                if rejection.isLikeRepetition, let receipt = try views.receipt(id) { return .success(receipt) }
                return .failure(ProblemView(rejection, id: id, token: genesis.token))
            case .waiting(let ticket):
                guard wait else { return .success(ReceiptView(id: id.hex, status: "waiting")) }
                switch await ticket.outcome() {
                case .committed(let receipt): return .success(try views.receipt(receipt))
                case .unknown(let reason): return .failure(.outcomeUnknown(id, reason))
                }
            }
        } catch {
            logger.error("A receipt could not be made", metadata: ["transaction": "\(id)", "error": "\(error)"])
            return .failure(.outcomeUnknown(id, "the node failed to read its store"))
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
