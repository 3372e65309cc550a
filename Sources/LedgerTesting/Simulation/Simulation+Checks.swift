import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore

extension Simulation {
    /// The index holds for these accounts, and in its sums, what the model says.
    func compare(_ ids: Set<AccountID>) throws {
        guard let store = bench.node?.store else { throw Difference("no node runs") }
        let totals = try store.totals()
        let there: [UInt128] = [
            UInt128(totals.time.milliseconds), UInt128(totals.transactions), totals.minted.units,
            totals.revoked.units, totals.burned.units, UInt128(totals.issued - totals.settled),
        ]
        let expected: [UInt128] = [
            UInt128(durable.time), UInt128(durable.transactions), durable.minted, durable.revoked, durable.burned,
            UInt128(durable.pending.count),
        ]
        guard there == expected else {
            throw Difference(
                "time, transactions, minted, revoked, burned, pending: \(there), the model says \(expected)")
        }
        for id in ids {
            let record = try store.account(id)?.record
            let model = durable.accounts[id]
            guard record?.balance.units == model?.balance, record?.earned.units == model?.earned,
                record?.sequence == model?.sequence, (record?.mergedInto != nil) == (model?.mergedInto != nil)
            else {
                throw Difference(
                    "\(id): the index has \(String(describing: record)), the model \(String(describing: model))")
            }
        }
    }

    /// The same for all accounts, references and budgets.
    func compareAll() async throws {
        guard !hasFailed, let store = bench.node?.store else { return }
        try compare(Set(durable.accounts.keys))
        let count = try store.accountCount()
        guard count == durable.accounts.count else {
            throw Difference("\(count) accounts, the model has \(durable.accounts.count)")
        }
        let pending = durable.pending.reduce(UInt128(0)) { $0 + ($1.isRevoked ? 0 : $1.amount) }
        guard try store.pendingAmount().units == pending else { throw Difference("pending is not \(pending)") }
        let state = try store.loadState()
        for (id, spent) in durable.spent {
            guard let index = state.index(of: id), state.spent(by: index, inEpoch: spent.epoch).units == spent.amount
            else { throw Difference("\(id) spent \(spent) in the model") }
        }
        guard state.standingReferences == durable.references.count else {
            throw Difference(
                "\(state.standingReferences) references are paid, in the model \(durable.references.count)")
        }
    }

    /// Replays the chain from its genesis and compares every row.
    mutating func replay() async throws {
        let check = try await bench.check(promised: promised)
        report.replays += 1
        if let fault = check.faults.first { throw Difference("full replay: \(fault)") }
        guard check.height == durable.height else {
            throw Difference("the chain has \(check.height) blocks, the model \(durable.height)")
        }
    }
}

extension LedgerState {
    fileprivate var standingReferences: Int { snapshot.references.count }
}
