import Ledger
import LedgerCrypto

extension ModelLedger {
    /// Carries out a transaction that ``judge(_:signers:)`` accepts.
    mutating func apply(_ transaction: Transaction, id: Digest) {
        let sender = transaction.sender
        let now = epoch
        change(sender) {
            $0.used = ($0.usedEpoch == now ? $0.used : 0) + 1
            $0.usedEpoch = now
            $0.sequence += 1
        }
        transactions += 1
        switch transaction.action.body {
        case let reward as Reward: applyReward(reward.credits, by: sender, id)
        case let transfer as Transfer:
            register(transfer.to)
            change(sender) { $0.balance -= transfer.amount.units }
            change(transfer.to) { $0.balance += transfer.amount.units }
        case let burn as Burn:
            change(sender) { $0.balance -= burn.amount.units }
            burned += burn.amount.units
        case let revoke as Revoke: applyRevoke(revoke.target)
        case let register as Register: self.register(register.account)
        case let bind as Bind:
            register(.handle(bind.handle))
            let from = time + rules.bindDelay
            change(.handle(bind.handle)) { $0.keys = .bound(bind.key, from: from) }
        case let reveal as Reveal:
            change(sender) { $0.keys = .any(reveal.policy.threshold, of: Set(reveal.policy.keys)) }
        case let rotate as Rotate: change(sender) { $0.keys = .any(rotate.to.threshold, of: Set(rotate.to.keys)) }
        case let merge as Merge:
            let moved = accounts[sender] ?? Account(keys: .nobody)
            change(sender) {
                $0.balance = 0
                $0.earned = 0
                $0.mergedInto = merge.into
            }
            change(merge.into) {
                $0.balance += moved.balance
                $0.earned += moved.earned
            }
        case let set as SetIssuer:
            var next = nextRules ?? rules
            next.issuers[set.account] = set.terms.map { Terms($0) }
            nextRules = next
            if set.terms != nil { register(set.account) }
        case let set as SetPolicy:
            nextRules = Rules(set.policy)
            register(set.policy)
        case is Attest: break
        case let body: preconditionFailure("the model does not know how to apply a '\(type(of: body).name)'")
        }
    }

    private mutating func change(_ id: AccountID, _ body: (inout Account) -> Void) {
        touched.insert(id)
        if accounts[id] != nil { body(&accounts[id, default: Account(keys: .nobody)]) }
    }

    private mutating func applyReward(_ credits: [Ledger.Credit], by sender: AccountID, _ id: Digest) {
        lastMaturesAt = max(time + rules.window, lastMaturesAt)
        let now = epoch
        for (index, credit) in credits.enumerated() {
            register(credit.to)
            touched.insert(credit.to)
            pending.append(
                Credit(
                    transaction: id, index: index, issuer: sender, to: credit.to, amount: credit.amount.units,
                    epoch: now, maturesAt: lastMaturesAt, reference: credit.referenceKey))
            references[credit.referenceKey] = id
            minted += credit.amount.units
            let before = spent[sender].map { $0.epoch == now ? $0.amount : 0 } ?? 0
            spent[sender] = (now, before + credit.amount.units)
        }
        mature()
    }

    private mutating func applyRevoke(_ target: Revoke.Target) {
        switch target {
        case .binding(let account): change(account) { $0.keys = .nobody }
        case .credits(let transaction, let indices):
            let now = epoch
            for place in pending.indices
            where pending[place].transaction == transaction && indices.contains(UInt16(pending[place].index)) {
                pending[place].isRevoked = true
                let credit = pending[place]
                revoked += credit.amount
                touched.insert(credit.to)
                if credit.epoch == now, let used = spent[credit.issuer], used.epoch == now {
                    spent[credit.issuer] = (now, used.amount - credit.amount)
                }
            }
            let standing = Set(pending.filter { $0.transaction == transaction && !$0.isRevoked }.map(\.reference))
            for credit in pending where credit.transaction == transaction && !standing.contains(credit.reference) {
                if references[credit.reference] == transaction { references[credit.reference] = nil }
            }
        }
    }
}
