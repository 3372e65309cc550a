package import LedgerReplay

/// What comparing an index with a replay of its chain came to.
package struct IndexReport: Sendable {
    /// How many rows were compared, by table.
    package let rows: [Damage.Place: UInt64]
    /// The first difference: `found` is the index's value, `expected` the replay's.
    package let damage: Damage?
    /// Whether the replay came as far as the folder's head, so that what stands now could be compared too.
    package let isComplete: Bool

    package var holds: Bool { damage == nil && isComplete }
}

extension LedgerStore {
    /// Replays the folder's chain from genesis and compares every row of the index with what the replay gives.
    ///
    /// Rows that are missing, other or too many are all found. The ledger is looked at as it is when this begins; a node may go on writing.
    ///
    /// - Throws: ``StoreError`` where the folder can't be read at all. What is merely wrong is in the reports.
    package func checkIndex(options: ReplayOptions) async throws -> (replay: ReplayReport, index: IndexReport) {
        var options = options
        options.keepsPostings = true
        let check = try IndexCheck(self)
        let replay = try await Replay(genesis: genesis, options: options).run(check.blocks) { closed, block in
            try check.observe(closed, block)
        }
        if replay.holds && replay.height == 0 { try check.observeStart() }
        return (replay, check.report)
    }
}
