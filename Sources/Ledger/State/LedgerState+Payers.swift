extension LedgerState {
    /// The transactions, by number, that pay a reference now or did until a transaction of the open block took all of it back.
    ///
    /// Those that earlier blocks freed are not here: a store has them by reference.
    package func payers(of reference: ReferenceDigest) -> [UInt64] {
        let freed = opened.changes.freedReferences.filter { $0.reference == reference }.map(\.transaction)
        return freed + (collections.references[reference].map { [$0] } ?? [])
    }
}
