import Ledger
import LedgerTesting
import Testing

/// Law 6 is asserted wherever a transaction was applied: nothing is built on sums that don't hold.
@Suite struct SumsTests {
    /// A chain on which alice has 500 and bob 50 pending.
    private static func chain() throws -> RuleTable {
        var table = RuleTable()
        try table.pay(table.aliceID, 500, "T-0")
        try table.chain.send(Reward([table.credit(table.bobID, 50, "T-1")]), keys: [table.community.issuer])
        try table.chain.close()
        return table
    }

    /// The chain's state with another balance of alice's, and whether a block can be opened on it.
    private static func open(balance: UInt128, pending: UInt32) throws -> Bool {
        let table = try chain()
        var snapshot = table.chain.state.snapshot
        let index = snapshot.accounts.firstIndex { $0.id == table.aliceID } ?? 0
        let alice = snapshot.accounts[index]
        snapshot.accounts[index] = AccountRecord(
            id: alice.id, sequence: alice.sequence, balance: Amount(balance), earned: alice.earned,
            authority: alice.authority, epoch: alice.epoch, used: alice.used, pending: pending, mergedInto: nil)
        let state = LedgerState(genesis: table.community.genesis, snapshot: snapshot)
        return OpenBlock(on: state).isEmpty
    }

    @Test func `a block is opened on a state whose sums hold`() throws {
        #expect(try Self.open(balance: 500, pending: 0))
    }

    @Test func `a balance from nowhere stops everything`() async {
        await #expect(processExitsWith: .failure) { _ = try SumsTests.open(balance: 501, pending: 0) }
    }

    @Test func `a pending credit that is nobody's stops everything`() async {
        await #expect(processExitsWith: .failure) { _ = try SumsTests.open(balance: 500, pending: 1) }
    }
}
