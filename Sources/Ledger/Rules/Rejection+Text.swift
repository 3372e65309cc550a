import LedgerCrypto

extension Rejection {
    /// The rejection in words, amounts written with the token's decimals: what was got, what is allowed, what to do.
    public func message(_ token: Token) -> String {
        let write = token.formatWithSymbol
        return switch self {
        case .tooLarge(let count):
            "the transaction has \(count) bytes; at most \(SignedTransaction.byteLimit) are allowed; split it"
        case .malformed(let offset, let expected):
            "the bytes are no transaction: at byte \(offset), expected \(expected)"
        case .tooManyCredits(let count):
            "the reward has \(count) credits; at most \(Reward.creditLimit) are allowed; split it"
        case .zeroAmount(let credit): "\(Self.place(credit))the amount is 0; it must be more"
        case .toOneself(let account): "\(account) is both sender and recipient; name another account"
        case .invalidPolicy(let fault): "\(fault)"
        case .badSignature(let witness, let key):
            "witness \(witness): the signature is not \(key)'s over this transaction on this chain; sign it again"
        case .wrongChain(let got, let expected): "it is for chain \(got), this is chain \(expected)"
        case .expired(let until, let time):
            "it was valid until \(until), the block's time is \(time); sign it again with a later limit"
        case .unknownSender(let account):
            "\(account) is not on this chain; it must be credited or registered before it can send"
        case .senderClosed(let account, let into): "\(account) was merged into \(into), which sends for it now"
        case .wrongSequence(let got, let expected): "the sequence is \(got), the account's next is \(expected)"
        case .unauthorised(let fault): "\(fault)"
        case .allowanceUsed(let allowance, let renewsAt):
            "the account has sent its \(allowance) transactions of this epoch; the allowance renews at \(renewsAt)"
        case .notAnIssuer(let account): "\(account) is not an issuer by the policy in force"
        case .outOfScope(let credit, let reason, let scope):
            "\(Self.place(credit))the reason \(reason) is outside of the issuer's scope, "
                + scope.map(\.description).joined(separator: ", ")
        case .belowSmallest(let credit, let amount, let smallest):
            "\(Self.place(credit))\(write(amount)) is under the smallest amount, \(write(smallest))"
        case .recipientClosed(let credit, let account, let into):
            "\(Self.place(credit))\(account) was merged into \(into); pay that account"
        case .referencePaid(let credit, let reason, let reference, let transaction):
            "\(Self.place(credit))\(reason) \(reference) is already paid, by transaction number \(transaction)"
        case .overCap(let credit, let reference, let sum, let cap):
            "\(Self.place(credit))\(reference) comes to \(sum.map(write) ?? "more than can be counted"); "
                + "the issuer's cap per reference is \(write(cap))"
        case .overflow: "the amounts sum to more than 2^128-1 minor units"
        case .overBudget(let sum, let left, let renewsAt):
            "the reward comes to \(write(sum)); \(write(left)) of the issuer's budget is left until \(renewsAt)"
        case .overSupplyCap(let sum, let left):
            "the reward comes to \(write(sum)); \(write(left)) may still be minted under the supply cap"
        case .insufficientBalance(let amount, let balance):
            "the balance is \(write(balance)), less than \(write(amount))"
        case .notPending(let transaction): "no credit of transaction \(transaction) is pending; what matured stays paid"
        case .mayNotRevoke(let account): "\(account) is neither an arbiter nor the issuer of what is revoked"
        case .creditNotPending(let index, let transaction):
            "credit \(index) of transaction \(transaction) does not exist or was revoked before"
        case .notBinding(let account): "\(account) has no binding that waits to take effect"
        case .notARegistrar(let account): "\(account) is not a registrar by the policy in force"
        case .accountExists(let account): "\(account) is on this chain already"
        case .alreadyBound(let handle): "\(handle) already has a key; its owner can rotate it"
        case .policyMismatch(let account, let got): "the revealed policy is that of \(got), the sender is \(account)"
        case .alreadyRevealed(let account): "\(account) has revealed its policy before"
        case .rewardsPending(let account, let count):
            "\(account) has \(count) pending rewards; merge it when they have matured"
        case .notTheAuthority(let account, let authority): "\(account) is not the authority, \(authority)"
        case .unknownIssuer(let account): "\(account) is not listed as an issuer, so it can't be removed"
        case .tooManyIssuers(let limit): "the policy lists \(limit) issuers already; remove one first"
        }
    }

    private static func place(_ credit: Int?) -> String { credit.map { "credit \($0): " } ?? "" }
}

extension Rejection: CustomStringConvertible {
    /// Name, code and words, amounts in minor units.
    public var description: String {
        "\(name) (\(code)): \(message(Token(name: "minor units", symbol: "minor units", decimals: 0)))"
    }
}

extension AuthorityFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nobody(let account) where account.kind == .threshold:
            "nobody can sign for \(account) yet: a threshold account shows its keys first; send 'laurel reveal k-of-n KEYS', signed by "
                + "k of them"
        case .nobody(let account): "nobody can sign for \(account) yet: it has no key in effect"
        case .tooFew(let got, let threshold): "\(got) of the keys that must sign have signed; \(threshold) are needed"
        case .toSpare(let key): "the witness \(key) is not needed; leave it out"
        }
    }
}
