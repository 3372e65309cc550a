import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// All that a node says which decides whether a payout can be done.
struct PayoutFacts {
    let genesis: Genesis
    let sender: AccountID
    /// Nil where the chain does not know it.
    let account: AccountView?
    let policy: Policy
    /// Nil where the policy does not list the sender as an issuer.
    let terms: IssuerTerms?
    /// What is left of the epoch that it is now, and of how many transactions.
    let budgetLeft: Amount
    let allowanceLeft: Int
    let renewsAt: Timestamp
    let mintable: Amount
    /// When what is issued now matures.
    let maturesAt: Timestamp
    let now: Timestamp
    /// The references that are paid, with what pays them.
    let payers: [PayoutLine.Purpose: Payer]
    let accounts: [AccountID: LookupView.Account]

    /// A transaction that pays references, as its bytes say, which hash to its id.
    struct Payer {
        let id: Digest
        let height: UInt64
        let sender: AccountID
        /// What it pays for the reference.
        let credits: [Credit]
    }

    init(_ lines: [PayoutLine], of sender: AccountID, _ client: LedgerClient, _ genesis: Genesis) async throws {
        let view = try await client.policy()
        policy = try Policy(view)
        self.genesis = genesis
        self.sender = sender
        terms = policy.terms(of: sender)
        do { account = try await client.account(sender) } catch ClientError.problem(let problem)
            where problem.isUnknownAccount
        {
            account = nil
        }
        // The node speaks of the epoch of its last block, which may be over by now.
        now = max(Timestamp.now, genesis.time)
        let epoch = max(genesis.epoch(at: min(now, .latest)), view.epoch.number)
        let isRenewed = epoch > view.epoch.number
        renewsAt = genesis.end(ofEpoch: epoch)
        let told = view.issuers.first { $0.account.id == sender.description }
        let budget = terms?.budgetPerEpoch ?? .zero
        budgetLeft = isRenewed ? budget : told.flatMap { UInt128($0.left) }.map { min(Amount($0), budget) } ?? .zero
        let allowance = terms == nil ? policy.allowance : policy.issuerAllowance
        let used = isRenewed ? 0 : account?.allowance.used ?? 0
        allowanceLeft = Int(allowance) - Int(min(used, allowance))
        mintable = Amount(UInt128(try await client.supply().mintable) ?? 0)
        let looked = try await Lookups(lines, client)
        accounts = looked.accounts
        let window = now.adding(policy.challengeWindow)
        maturesAt = max(window, Timestamp(milliseconds: looked.lastMaturesAtMs))
        payers = try await Self.payers(looked.payers, client, genesis)
    }

    /// Reads what pays each reference, each transaction once.
    static func payers(
        _ paid: [PayoutLine.Purpose: Digest], _ client: LedgerClient, _ genesis: Genesis
    ) async throws -> [PayoutLine.Purpose: Payer] {
        var payers: [PayoutLine.Purpose: Payer] = [:]
        for (id, purposes) in Dictionary(grouping: paid.keys, by: { paid[$0] }) {
            guard let id else { continue }
            let view = try await client.transaction(id)
            guard let bytes = view.bytes.flatMap({ Hex.decode($0) }),
                let signed = try? SignedTransaction(decoding: bytes),
                signed.transaction.id(on: genesis.chainID) == id, let reward = signed.transaction.action.body as? Reward
            else {
                throw CommandFailure.impossible(
                    "\(client.url) says that transaction \(id) pays \(purposes[0]), and shows something else; it lies or is broken"
                )
            }
            let credits = Dictionary(grouping: reward.credits) {
                PayoutLine.Purpose(reason: $0.reason, reference: $0.reference)
            }
            for purpose in purposes {
                payers[purpose] = Payer(
                    id: id, height: view.height ?? 0, sender: signed.transaction.sender, credits: credits[purpose] ?? []
                )
            }
        }
        return payers
    }
}

/// Asks for all references and accounts of a payout, in parts.
struct Lookups {
    private(set) var payers: [PayoutLine.Purpose: Digest] = [:]
    private(set) var accounts: [AccountID: LookupView.Account] = [:]
    private(set) var lastMaturesAtMs: UInt64 = 0

    init(_ lines: [PayoutLine], _ client: LedgerClient) async throws {
        var seen: (purposes: Set<PayoutLine.Purpose>, accounts: Set<AccountID>) = ([], [])
        var purposes: [PayoutLine.Purpose] = []
        var recipients: [AccountID] = []
        for line in lines {
            if seen.purposes.insert(line.purpose).inserted { purposes.append(line.purpose) }
            if seen.accounts.insert(line.to.account).inserted { recipients.append(line.to.account) }
        }
        let size = LookupQuery.limit
        for start in stride(from: 0, to: purposes.count, by: size) {
            let part = purposes[start..<min(start + size, purposes.count)]
            let view = try await client.lookup(
                LookupQuery(references: part.map { .init(reason: $0.reason.description, reference: $0.reference.text) })
            )
            lastMaturesAtMs = view.lastMaturesAtMs
            for (purpose, standing) in zip(part, view.references) {
                guard let text = standing.transaction else { continue }
                guard let id = Digest(hex: text) else {
                    throw CommandFailure.impossible("\(client.url) names a transaction '\(text)' that is no hash")
                }
                payers[purpose] = id
            }
        }
        for start in stride(from: 0, to: recipients.count, by: size) {
            let part = recipients[start..<min(start + size, recipients.count)]
            let view = try await client.lookup(LookupQuery(accounts: part.map(\.description)))
            for (account, standing) in zip(part, view.accounts) { accounts[account] = standing }
        }
    }
}
