import Ledger
import LedgerCrypto

extension ModelLedger {
    /// The name of the first rule that a transaction breaks, those that need no state left out; nil where it is to be accepted.
    func judge(_ transaction: Transaction, signers: Set<PublicKey>) -> String? {
        if time > transaction.validUntil.milliseconds { return "expired" }
        guard let sender = accounts[transaction.sender] else { return "unknownSender" }
        if sender.mergedInto != nil { return "senderClosed" }
        if sender.sequence != transaction.sequence { return "wrongSequence" }
        if let fault = judgeWitnesses(transaction, signers) { return fault }
        let allowance = rules.issuers[transaction.sender] == nil ? rules.allowance : rules.issuerAllowance
        if sender.usedEpoch == epoch && sender.used >= allowance { return "allowanceUsed" }
        return judgeAction(transaction.action.body, by: transaction.sender)
    }

    /// Who may sign for an account now: so many of these keys.
    func signers(of id: AccountID) -> (Int, Set<PublicKey>)? {
        switch accounts[id]?.keys {
        case .own(let key): (1, [key])
        case .bound(let key, let from): from <= time ? (1, [key]) : nil
        case .any(let count, let keys): (count, keys)
        case nil, .nobody: nil
        }
    }

    private func judgeWitnesses(_ transaction: Transaction, _ signers: Set<PublicKey>) -> String? {
        var needed: [(Int, Set<PublicKey>)?] = [self.signers(of: transaction.sender)]
        switch transaction.action.body {
        case let reveal as Reveal:
            if AccountID.threshold(reveal.policy) != transaction.sender { return "policyMismatch" }
            if case .any? = accounts[transaction.sender]?.keys { return "alreadyRevealed" }
            needed = [(reveal.policy.threshold, Set(reveal.policy.keys))]
        case let bind as Bind: needed.append((1, [bind.key]))
        case let rotate as Rotate: needed.append((rotate.to.threshold, Set(rotate.to.keys)))
        case let merge as Merge: needed.append(self.signers(of: merge.into))
        default: break
        }
        var exact: Set<PublicKey> = []
        for one in needed {
            guard let (count, keys) = one, keys.intersection(signers).count >= count else { return "unauthorised" }
            if keys.intersection(signers).count == count { exact.formUnion(keys) }
        }
        return signers.isSubset(of: exact) ? nil : "unauthorised"
    }

    private func judgeAction(_ body: any ActionBody, by sender: AccountID) -> String? {
        switch body {
        case let reward as Reward: return judgeReward(reward.credits, by: sender)
        case let transfer as Transfer:
            if transfer.amount.units < rules.smallest { return "belowSmallest" }
            if accounts[transfer.to]?.mergedInto != nil { return "recipientClosed" }
            return transfer.amount.units > (accounts[sender]?.balance ?? 0) ? "insufficientBalance" : nil
        case let burn as Burn: return burn.amount.units > (accounts[sender]?.balance ?? 0) ? "insufficientBalance" : nil
        case let revoke as Revoke: return judgeRevoke(revoke.target, by: sender)
        case let register as Register:
            if !rules.registrars.contains(sender) { return "notARegistrar" }
            return accounts[register.account] != nil ? "accountExists" : nil
        case let bind as Bind:
            if !rules.registrars.contains(sender) { return "notARegistrar" }
            let keys = accounts[.handle(bind.handle)]?.keys
            return keys == nil || keys == .nobody ? nil : "alreadyBound"
        case is Reveal, is Rotate, is Attest: return nil
        case let merge as Merge:
            if accounts[merge.into]?.mergedInto != nil { return "recipientClosed" }
            return pending.contains { $0.to == sender && !$0.isRevoked } ? "rewardsPending" : nil
        case let set as SetIssuer:
            if sender != rules.authority { return "notTheAuthority" }
            return set.terms == nil && (nextRules ?? rules).issuers[set.account] == nil ? "unknownIssuer" : nil
        case is SetPolicy: return sender != rules.authority ? "notTheAuthority" : nil
        default: preconditionFailure("the model has no rules of a '\(type(of: body).name)'")
        }
    }

    private func judgeReward(_ credits: [Ledger.Credit], by sender: AccountID) -> String? {
        guard let terms = rules.issuers[sender] else { return "notAnIssuer" }
        if credits.contains(where: { !terms.covers($0.reason.description) }) { return "outOfScope" }
        if credits.contains(where: { $0.amount.units < rules.smallest }) { return "belowSmallest" }
        if credits.contains(where: { accounts[$0.to]?.mergedInto != nil }) { return "recipientClosed" }
        if credits.contains(where: { references[$0.referenceKey] != nil }) { return "referencePaid" }
        var sums: [String: UInt128] = [:]
        var sum: UInt128 = 0
        for credit in credits {
            let (soFar, overflow) = sums[credit.referenceKey, default: 0].addingReportingOverflow(credit.amount.units)
            if overflow || soFar > terms.cap { return "overCap" }
            sums[credit.referenceKey] = soFar
        }
        for credit in credits { sum += credit.amount.units }
        let used = spent[sender].map { $0.epoch == epoch ? $0.amount : 0 } ?? 0
        if used + sum > terms.budget { return "overBudget" }
        return minted + sum - revoked > supplyCap ? "overSupplyCap" : nil
    }

    private func judgeRevoke(_ target: Revoke.Target, by sender: AccountID) -> String? {
        let isArbiter = rules.arbiters.contains(sender)
        switch target {
        case .credits(let transaction, let indices):
            let all = pending.filter { $0.transaction == transaction }
            if all.allSatisfy(\.isRevoked) { return "notPending" }
            let isIssuer = all[0].issuer == sender && rules.issuers[sender] != nil
            if !isArbiter && !isIssuer { return "mayNotRevoke" }
            let open = Set(all.filter { !$0.isRevoked }.map(\.index))
            return indices.allSatisfy { open.contains(Int($0)) } ? nil : "creditNotPending"
        case .binding(let account):
            if !isArbiter { return "mayNotRevoke" }
            guard case .bound(_, let from)? = accounts[account]?.keys, from > time else { return "notBinding" }
            return nil
        }
    }
}

extension Ledger.Credit {
    var referenceKey: String { "\(reason) \(reference.text)" }
}
