extension LedgerState {
    /// The number of the transaction that pays a reference as the state stands, open block included; nil where it is free.
    package func standingPayer(of reference: ReferenceDigest) -> UInt64? { collections.references[reference] }
}
