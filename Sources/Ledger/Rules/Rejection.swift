public import LedgerCrypto

/// Why a transaction is refused. Names and codes are part of the protocol and are never used again for anything else.
public enum Rejection: Error, Equatable, Sendable {
    // Without state.
    case tooLarge(byteCount: Int)
    case malformed(offset: Int, expected: String)
    case tooManyCredits(count: Int)
    case zeroAmount(credit: Int?)
    case toOneself(AccountID)
    case invalidPolicy(PolicyFault)
    case badSignature(witness: Int, key: PublicKey)
    case wrongChain(got: Digest, expected: Digest)

    // For every action.
    case expired(validUntil: Timestamp, time: Timestamp)
    case unknownSender(AccountID)
    case senderClosed(AccountID, mergedInto: AccountID)
    case wrongSequence(got: UInt64, expected: UInt64)
    case unauthorised(AuthorityFault)
    case allowanceUsed(allowance: UInt32, renewsAt: Timestamp)

    // By action.
    case notAnIssuer(AccountID)
    case outOfScope(credit: Int, reason: Reason, scope: [ScopeItem])
    case belowSmallest(credit: Int?, amount: Amount, smallest: Amount)
    case recipientClosed(credit: Int?, AccountID, mergedInto: AccountID)
    case referencePaid(credit: Int, Reason, Reference, transaction: UInt64)
    case overCap(credit: Int, Reference, sum: Amount?, cap: Amount)
    case overflow
    case overBudget(sum: Amount, left: Amount, renewsAt: Timestamp)
    case overSupplyCap(sum: Amount, left: Amount)
    case insufficientBalance(amount: Amount, balance: Amount)
    case notPending(transaction: Digest)
    case mayNotRevoke(AccountID)
    case creditNotPending(index: Int, transaction: Digest)
    case notBinding(AccountID)
    case notARegistrar(AccountID)
    case accountExists(AccountID)
    case alreadyBound(Handle)
    case policyMismatch(AccountID, got: AccountID)
    case alreadyRevealed(AccountID)
    case rewardsPending(AccountID, count: UInt32)
    case notTheAuthority(AccountID, authority: AccountID)
    case unknownIssuer(AccountID)
    case tooManyIssuers(limit: Int)
}

/// Why the witnesses are not exactly those that an action needs.
public enum AuthorityFault: Hashable, Sendable {
    /// Nobody can sign for the account yet.
    case nobody(AccountID)
    /// An authenticator that is needed has too few of its keys among the witnesses.
    case tooFew(got: Int, threshold: Int)
    /// No needed authenticator lacks without this key.
    case toSpare(PublicKey)
}

extension Rejection {
    init(_ fault: DecodingFault) {
        switch fault {
        case .malformed(let offset, let expected): self = .malformed(offset: offset, expected: expected)
        case .tooManyCredits(let count): self = .tooManyCredits(count: count)
        }
    }

    /// The stable number of the rule, as in the Protocol article, and its name.
    public var rule: (code: Int, name: String) {
        switch self {
        case .tooLarge: (1, "tooLarge")
        case .malformed: (2, "malformed")
        case .tooManyCredits: (3, "tooManyCredits")
        case .zeroAmount: (4, "zeroAmount")
        case .toOneself: (5, "toOneself")
        case .invalidPolicy: (6, "invalidPolicy")
        case .badSignature: (7, "badSignature")
        case .wrongChain: (8, "wrongChain")
        case .expired: (20, "expired")
        case .unknownSender: (21, "unknownSender")
        case .senderClosed: (22, "senderClosed")
        case .wrongSequence: (23, "wrongSequence")
        case .unauthorised: (24, "unauthorised")
        case .allowanceUsed: (25, "allowanceUsed")
        case .notAnIssuer: (40, "notAnIssuer")
        case .outOfScope: (41, "outOfScope")
        case .belowSmallest: (42, "belowSmallest")
        case .recipientClosed: (43, "recipientClosed")
        case .referencePaid: (44, "referencePaid")
        case .overCap: (45, "overCap")
        case .overflow: (46, "overflow")
        case .overBudget: (47, "overBudget")
        case .overSupplyCap: (48, "overSupplyCap")
        case .insufficientBalance: (60, "insufficientBalance")
        case .notPending: (70, "notPending")
        case .mayNotRevoke: (71, "mayNotRevoke")
        case .creditNotPending: (72, "creditNotPending")
        case .notBinding: (73, "notBinding")
        case .notARegistrar: (80, "notARegistrar")
        case .accountExists: (81, "accountExists")
        case .alreadyBound: (82, "alreadyBound")
        case .policyMismatch: (83, "policyMismatch")
        case .alreadyRevealed: (84, "alreadyRevealed")
        case .rewardsPending: (85, "rewardsPending")
        case .notTheAuthority: (90, "notTheAuthority")
        case .unknownIssuer: (91, "unknownIssuer")
        case .tooManyIssuers: (92, "tooManyIssuers")
        }
    }

    public var code: Int { rule.code }
    public var name: String { rule.name }

    /// The credit that broke the rule, by its index, where it was one; of a revocation the index that it lists.
    public var credit: Int? {
        switch self {
        case .zeroAmount(let credit), .belowSmallest(let credit, _, _), .recipientClosed(let credit, _, _): credit
        case .outOfScope(let credit, _, _), .referencePaid(let credit, _, _, _), .overCap(let credit, _, _, _): credit
        case .creditNotPending(let index, _): index
        default: nil
        }
    }
}
