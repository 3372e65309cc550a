public import Ledger
public import LedgerCrypto

/// How far a replay has come.
public struct ReplayProgress: Sendable {
    public let height: UInt64
    public let transactions: UInt64
    public let signatures: UInt64
    public let bytes: UInt64
}

/// Where a chain does not hold: the first fault in chain order.
public struct ReplayFault: Sendable {
    /// The height at which a sound block was expected.
    public let height: UInt64
    public let fault: BlockFault
    /// The header that stands there, where it decodes: the producer's signature on it is evidence.
    public let header: SignedHeader?

    /// The transaction and credit that broke a rule, by index.
    public var transaction: Int? {
        if case .transaction(let index, _) = fault { return index }
        return nil
    }

    public var credit: Int? {
        if case .transaction(_, let rejection) = fault { return rejection.credit }
        return nil
    }
}

/// What a replay came to.
public struct ReplayReport: Sendable {
    public let genesis: Genesis
    public let chainID: Digest
    /// The last sound block.
    public let height: UInt64
    public let headHash: Digest
    public let head: SignedHeader?
    public let transactions: UInt64
    /// How many signatures were checked, the producers' included.
    public let signatures: UInt64
    /// The height up to which transactions' signatures were not checked, where that was asked for.
    public let assumedValid: UInt64
    public let totals: Totals
    public let stateRoot: Digest
    public let accounts: Int
    public let fault: ReplayFault?
    /// What kept the source from being read to its end; the chain is sound up to `height` all the same.
    public let sourceFailure: String?
    /// The same, where the source is an archive and the archive is at fault or can't be read on.
    public let archiveFault: ArchiveFault?

    public var holds: Bool { fault == nil && sourceFailure == nil }
}
