import Hummingbird
import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerGenesis
import LedgerStore

extension API {
    func status(_ call: Call) async throws -> Response {
        let engine = await engine.status
        return try json(call) {
            var view = try views.status()
            view.node = NodeStatusView(engine)
            return view
        }
    }

    func genesis(_ call: Call) throws -> Response {
        switch try call.accepted() {
        case .octets: .bytes(genesis.encoded, .octets)
        default: .bytes(genesis.json, .json)
        }
    }

    /// What is pending for an account costs a look at a transaction each.
    private static let promptPending = 8
    /// A transaction that is larger costs much to show.
    private static let promptTransaction = 16 << 10

    func account(_ call: Call) async throws -> Response {
        let (key, id) = (call.key, try accountID(call.key))
        let read: @Sendable () throws -> Response = {
            try json(call) {
                guard let view = try views.account(id) else { throw ProblemView.unknown("Account", key) }
                return view
            }
        }
        let pending = try store.account(id)?.record.pending ?? 0
        return pending > Self.promptPending ? try await inLine(call, read) : try read()
    }

    func pending(_ call: Call) async throws -> Response {
        let (key, id) = (call.key, try accountID(call.key))
        let cursor = try call.query.number("cursor", 0...Int64.max)
        let limit = try call.query.number("limit", 1...1000) ?? 100
        return try await inLine(call) {
            try json(call) {
                guard let page = try views.pending(id, before: cursor, limit: limit) else {
                    throw ProblemView.unknown("Account", key)
                }
                return page
            }
        }
    }

    func history(_ call: Call) async throws -> Response {
        let (key, id) = (call.key, try accountID(call.key))
        let cursor = try call.query.number("cursor", 0...Int64.max)
        let limit = try call.query.number("limit", 1...1000) ?? 100
        return try await inLine(call) {
            try json(call) {
                guard let page = try views.history(id, before: cursor, limit: limit) else {
                    throw ProblemView.unknown("Account", key)
                }
                return page
            }
        }
    }

    func accounts(_ call: Call) async throws -> Response {
        let order = try call.query.choice("order", default: LedgerStore.AccountOrder.earned)
        let limit = try call.query.number("limit", 1...1000) ?? 100
        return try await inLine(call) {
            try json(call) { try views.accounts(order, after: call.query["cursor"], limit: limit) }
        }
    }

    func transaction(_ call: Call) async throws -> Response {
        let key = call.key
        guard let id = Digest(hex: key) else {
            throw ProblemView.badParameter("id", got: key, allowed: "a transaction id of 64 hex digits")
        }
        // What waits is looked at first: a transaction goes from there to the store, never back.
        let one = await engine.waitingTransaction(id)
        let read: @Sendable () throws -> Response = {
            try json(call) {
                if let view = try views.transaction(id) { return view }
                guard let one else { throw ProblemView.unknown("Transaction", key) }
                let signed = try SignedTransaction(decoding: one.bytes)
                return try views.view(of: signed, id: id, bytes: one.bytes, status: "waiting")
            }
        }
        let size = try one?.bytes.count ?? store.transaction(id: id)?.bytes.count ?? 0
        return size > Self.promptTransaction ? try await inLine(call, read) : try read()
    }

    func block(_ call: Call) async throws -> Response {
        let key = call.key
        let height = try Query.number("height", key, 1...UInt64(Int64.max))
        switch try call.accepted() {
        case .octets:
            return try await inLine(call) {
                guard let bytes = try views.bytes(ofBlock: height) else { throw ProblemView.unknown("Block", key) }
                return .bytes(bytes, .octets)
            }
        default:
            return try await inLine(call) {
                try json(call) {
                    guard let view = try views.block(height) else { throw ProblemView.unknown("Block", key) }
                    return view
                }
            }
        }
    }

    func blocks(_ call: Call) async throws -> Response {
        let from = try call.query.number("from", 1...UInt64(Int64.max)) ?? 1
        let limit = try call.query.number("limit", 1...100) ?? 20
        return try await inLine(call) { try json(call) { try views.blocks(from: from, limit: limit) } }
    }

    /// An account by its id or by its handle's text.
    func accountID(_ key: String, _ name: String = "id") throws(ProblemView) -> AccountID {
        if key.contains(":"), let handle = Handle(key) { return .handle(handle) }
        do { return try AccountID(text: key) } catch {
            throw .badParameter(name, got: key, allowed: "an account id laurel1… or a handle platform:name; \(error)")
        }
    }
}

extension NodeStatusView {
    init(_ status: Engine.Status) {
        let state =
            switch status.phase {
            case .accepting: "accepting"
            case .stopping: "stopping"
            case .failed: "failed"
            }
        self.init(
            state: state, reason: status.phase.reason, producer: status.producer.hex, waiting: status.waiting,
            waitingBytes: status.waitingBytes, blockIntervalMs: status.blockInterval.count)
    }
}
