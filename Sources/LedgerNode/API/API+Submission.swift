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
        switch type.flatMap(MediaKind.init(rawValue:)) {
        case .octets:
            return try await submit(try await body(call, Self.bodyLimit), handles: [], wait: wait)
        case .json:
            let submission = try Self.read(try await body(call, Self.bodyLimit), by: Submission.init(json:))
            if let chain = submission.chain, chain != genesis.chainID {
                let rejection = Rejection.wrongChain(got: chain, expected: genesis.chainID)
                throw ProblemView(rejection, id: nil, token: genesis.token)
            }
            return try await submit(submission.transaction, handles: submission.handles, wait: wait)
        case .batch:
            return try .json(try await submit(batch: try await body(call, Self.batchLimit), wait: wait))
        default: throw ProblemView.unsupportedMedia(header, allowed: [.octets, .json, .batch])
        }
    }

    /// Reads a body by `read`, whose fault becomes a problem.
    private static func read<Value>(
        _ bytes: [UInt8], by read: ([UInt8]) throws(BodyFault) -> Value
    ) throws(ProblemView) -> Value {
        do throws(BodyFault) { return try read(bytes) } catch { throw .malformedBody(error.detail) }
    }

    private func body(_ call: Call, _ limit: Int) async throws -> [UInt8] {
        if let length = call.request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw ProblemView.tooLarge(limit: limit)
        }
        do { return Array(buffer: try await call.request.body.collect(upTo: limit)) } catch is NIOTooManyBytesError {
            throw ProblemView.tooLarge(limit: limit)
        }
    }

    private func submit(_ bytes: [UInt8], handles: [Handle], wait: Bool) async throws -> Response {
        if let refusal = await engine.refusal(byteCount: bytes.count) { throw ProblemView(refusal) }
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
        if let refusal = await engine.refusal(byteCount: bytes.count) { throw ProblemView(refusal) }
        let transactions = try Self.read(bytes, by: Batch.split)
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
