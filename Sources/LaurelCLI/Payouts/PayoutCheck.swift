import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// What a payout is allowed that somebody has to ask for.
struct PayoutPermissions {
    /// Recipients that are not on the chain yet.
    var allowsNew = false
    /// The same line more than once.
    var allowsRepeated = false
    /// More than the budget of this epoch: what it has left is paid now, the rest after it is renewed.
    var allowsParts = false
    /// Lines whose reference somebody else paid, or otherwise than the file says, are left out.
    var skipsPaid = false
    /// Lines that are paid as they stand are passed over. A single reward is sent, and refused.
    var passesPaid = true
}

/// A payout held against the state of the chain, rule by rule, before anything of it is sent.
struct PayoutCheck {
    /// Lines that one transaction must pay together, since they are for one reference.
    struct Group {
        let purpose: PayoutLine.Purpose
        var lines: [PayoutLine]
        var sum: Amount? = .zero
        /// What pays the reference already.
        var payer: PayoutFacts.Payer?

        /// Whether it is paid exactly as the file says, by the sender.
        func isPaid(by sender: AccountID) -> Bool {
            guard let payer, payer.sender == sender else { return false }
            return Self.counts(payer.credits) == Self.counts(lines.map(\.credit))
        }

        private static func counts(_ credits: [Credit]) -> [Credit: Int] {
            Dictionary(credits.map { ($0, 1) }, uniquingKeysWith: +)
        }
    }

    /// One rule and whether it holds.
    struct Finding: Encodable {
        /// The name of the rule; where it is one of the chain, its number too.
        let rule: String
        let code: Int?
        let holds: Bool
        let detail: String
        /// The lines of the file that break it.
        let lines: [Int]
    }

    let facts: PayoutFacts
    let findings: [Finding]
    /// Those that are to be paid, in the order of the file.
    let open: [Group]
    /// Those that are paid as the file says.
    let paid: [Group]
    /// Those whose reference is paid in another way.
    let foreign: [Group]
    /// Those that this payout paid, and that were taken back since: whoever did it meant it, so they are not paid again.
    let takenBack: [Group]

    var holds: Bool { findings.allSatisfy(\.holds) }
    var openLines: [PayoutLine] { open.flatMap(\.lines) }
    /// What all that is to be paid comes to; nil where that can't be counted.
    var sum: Amount? { Self.sum(of: open) }

    static func sum(of groups: [Group]) -> Amount? {
        groups.reduce(Optional(Amount.zero)) { sum, group in sum.flatMap { sum in group.sum.flatMap { sum.adding($0) } }
        }
    }

    static func groups(_ lines: [PayoutLine]) -> [Group] {
        var places: [PayoutLine.Purpose: Int] = [:]
        var groups: [Group] = []
        for line in lines {
            let place = places[line.purpose] ?? groups.count
            if place == groups.count {
                places[line.purpose] = place
                groups.append(Group(purpose: line.purpose, lines: []))
            }
            groups[place].lines.append(line)
            groups[place].sum = groups[place].sum?.adding(line.credit.amount)
        }
        return groups
    }

    /// - Parameter settled: what transactions of this payout that are on the chain paid.
    init(
        _ lines: [PayoutLine], _ facts: PayoutFacts, keys: Set<PublicKey>, _ permissions: PayoutPermissions,
        settled: Set<PayoutLine.Purpose> = []
    ) {
        self.facts = facts
        var groups = Self.groups(lines)
        for index in groups.indices { groups[index].payer = facts.payers[groups[index].purpose] }
        let isPaid = { (group: Group) in permissions.passesPaid && group.isPaid(by: facts.sender) }
        paid = groups.filter(isPaid)
        foreign = groups.filter { $0.payer != nil && !isPaid($0) }
        open = groups.filter { $0.payer == nil && !settled.contains($0.purpose) }
        takenBack = groups.filter { $0.payer == nil && settled.contains($0.purpose) }
        let names = Dictionary(lines.map { ($0.to.account, $0.to.shown) }, uniquingKeysWith: { $1 })
        var judge = Judge(facts: facts, open: open, keys: keys, permissions: permissions, names: names)
        judge.judgeSender()
        judge.judgeLines(foreign)
        judge.judgeSums()
        findings = judge.findings
    }

    /// Cuts what is to be paid into transactions of up to 1,024 credits, as far as `left` suffices, in the order of the file.
    func batches(within left: Amount) -> [[Group]] {
        var batches: [[Group]] = []
        var (count, spent) = (0, Amount.zero)
        for group in open {
            guard let sum = group.sum.flatMap({ spent.adding($0) }), sum <= left else { break }
            spent = sum
            if batches.isEmpty || count + group.lines.count > Reward.creditLimit {
                batches.append([])
                count = 0
            }
            batches[batches.count - 1].append(group)
            count += group.lines.count
        }
        return batches
    }
}

/// Holds one rule after the other against the facts, those of the chain in their order of precedence.
private struct Judge {
    let facts: PayoutFacts
    let open: [PayoutCheck.Group]
    let keys: Set<PublicKey>
    let permissions: PayoutPermissions
    /// Accounts as the file names them.
    let names: [AccountID: String]
    var findings: [PayoutCheck.Finding] = []

    private var token: Token { facts.genesis.token }
    private func write(_ amount: Amount) -> String { token.formatWithSymbol(amount) }

    private mutating func find(_ rule: String, _ code: Int?, _ fault: String?, good: String, lines: [Int] = []) {
        findings.append(.init(rule: rule, code: code, holds: fault == nil, detail: fault ?? good, lines: lines))
    }

    /// A rule that each line must keep: the first faults in words, and all their numbers.
    private mutating func find(
        _ rule: String, _ code: Int?, good: String, _ faults: [(line: PayoutLine, fault: String)]
    ) {
        guard !faults.isEmpty else { return find(rule, code, nil, good: good) }
        let shown = faults.prefix(10).map { fault in
            fault.line.number.map { "line \($0): \(fault.fault)" } ?? fault.fault
        }
        let more = faults.count > 10 ? ["and \(faults.count - 10) more"] : []
        find(rule, code, (shown + more).joined(separator: "\n"), good: good, lines: faults.compactMap(\.line.number))
    }

    mutating func judgeSender() {
        let sender = facts.sender
        find(
            "unknownSender", 21, facts.account == nil ? "\(sender) is not on this chain, so it can't send" : nil,
            good: "the sender is on the chain")
        guard let account = facts.account else { return }
        find(
            "senderClosed", 22, account.mergedInto.map { "it was merged into \($0.full), which sends for it now" },
            good: "it was not merged into another")
        let needed = account.authority
        let there = Set(needed.keys).intersection(keys.map(\.hex)).count
        var fault: String?
        if needed.keys.isEmpty {
            fault = "nobody can sign for \(sender) yet: it has no key in effect"
        } else if let time = needed.effectiveAtMs, time > facts.now.milliseconds {
            fault = "its key signs from \(needed.effectiveAt ?? "\(time)") on"
        } else if !keys.isEmpty, there < needed.threshold {
            fault = "\(there) of the keys that must sign are given; \(needed.threshold) are needed"
        } else if keys.count > there {
            fault = "a key is given that does not sign for it; leave it out"
        }
        find("unauthorised", 24, fault, good: "the keys that are given sign for it")
        let count = permissions.allowsParts ? 0 : transactions
        find(
            "allowanceUsed", 25,
            count > facts.allowanceLeft
                ? "\(transactions) transactions are needed; \(facts.allowanceLeft) are left until \(facts.renewsAt)"
                : nil,
            good: "\(facts.allowanceLeft) transactions are left until \(facts.renewsAt)")
        find(
            "notAnIssuer", 40, facts.terms == nil ? "\(sender) is not an issuer by the policy in force" : nil,
            good: "the sender is an issuer")
    }

    private var transactions: Int {
        var (count, filled) = (0, Reward.creditLimit)
        for group in open {
            if filled + group.lines.count > Reward.creditLimit { (count, filled) = (count + 1, 0) }
            filled += group.lines.count
        }
        return count
    }

    mutating func judgeLines(_ foreign: [PayoutCheck.Group]) {
        let lines = open.flatMap(\.lines)
        func faults(_ fault: (PayoutLine) -> String?) -> [(line: PayoutLine, fault: String)] {
            lines.compactMap { line in fault(line).map { (line, $0) } }
        }
        if let terms = facts.terms {
            let scope = terms.scope.map(\.description).joined(separator: ", ")
            find(
                "outOfScope", 41, good: "every reason is in the issuer's scope, \(scope)",
                faults {
                    terms.covers($0.credit.reason)
                        ? nil : "the reason \($0.credit.reason) is outside of the issuer's scope, \(scope)"
                })
        }
        let smallest = facts.policy.smallestAmount
        find(
            "belowSmallest", 42, good: "no amount is under the smallest, \(write(smallest))",
            faults {
                $0.credit.amount < smallest
                    ? "\(write($0.credit.amount)) is under the smallest amount, \(write(smallest))" : nil
            })
        find(
            "recipientClosed", 43, good: "no recipient was merged into another",
            faults { line in
                facts.accounts[line.to.account]?.mergedInto.map {
                    "\(line.to.shown) was merged into \($0); pay that account"
                }
            })
        let left = permissions.skipsPaid ? "what is paid otherwise is left out: \(foreign.count) reference(s)" : nil
        find(
            "referencePaid", 44, good: left ?? "no reference is paid otherwise than here",
            permissions.skipsPaid
                ? [] : foreign.compactMap { group in group.lines.first.map { ($0, paidElsewhere(group)) } })
        find(
            "newRecipient", nil,
            good: permissions.allowsNew ? "recipients may be new" : "every recipient is on the chain",
            permissions.allowsNew
                ? []
                : faults {
                    facts.accounts[$0.to.account]?.known == false
                        ? "\($0.to.shown) is not on the chain yet; if there is no typing error, add --new" : nil
                })
        find(
            "repeatedLine", nil,
            good: permissions.allowsRepeated ? "lines may be repeated" : "no line stands there twice",
            permissions.allowsRepeated ? [] : repetitions())
    }

    private func paidElsewhere(_ group: PayoutCheck.Group) -> String {
        guard let payer = group.payer else { return "" }
        let whose = payer.sender == facts.sender ? "this issuer" : "\(payer.sender)"
        let paid = payer.credits.map { "\(write($0.amount)) to \(names[$0.to] ?? $0.to.description)" }
        let hint = permissions.passesPaid ? "; take the line out, or add --skip-paid" : ""
        let what = paid.isEmpty ? "" : ": " + paid.prefix(3).joined(separator: ", ") + (paid.count > 3 ? ", …" : "")
        return
            "\(group.purpose) is already paid, by transaction \(payer.id) of \(whose)\(what)\(hint)"
    }

    private func repetitions() -> [(line: PayoutLine, fault: String)] {
        open.flatMap { group in
            var first: [Credit: PayoutLine] = [:]
            return group.lines.compactMap { line -> (line: PayoutLine, fault: String)? in
                guard let earlier = first[line.credit] else {
                    first[line.credit] = line
                    return nil
                }
                let place = earlier.number.map { " as line \($0)" } ?? ""
                return (line, "it is the same\(place); if both are meant, add --allow-repeated")
            }
        }
    }

    mutating func judgeSums() {
        let long = open.filter { $0.lines.count > Reward.creditLimit }
        find(
            "tooManyCredits", 3, good: "no reference has over \(Reward.creditLimit) lines",
            long.compactMap { group in
                group.lines.first.map {
                    (
                        $0,
                        "\(group.purpose) has \(group.lines.count) lines; at most \(Reward.creditLimit) fit into the one transaction that can pay it"
                    )
                }
            })
        guard let terms = facts.terms else { return }
        let cap = terms.capPerReference
        find(
            "overCap", 45, good: "no reference comes to more than the cap, \(write(cap))",
            open.compactMap { group in
                guard let line = group.lines.first, group.sum.map({ $0 > cap }) ?? true else { return nil }
                let sum = group.sum.map(write) ?? "more than can be counted"
                return (line, "\(group.purpose) comes to \(sum); the issuer's cap per reference is \(write(cap))")
            })
        guard let sum = PayoutCheck.sum(of: open) else {
            return find("overflow", 46, "the amounts sum to more than 2^128-1 minor units", good: "")
        }
        let left = facts.budgetLeft
        let least = permissions.allowsParts ? open.first?.sum ?? .zero : sum
        let isRenewable = permissions.allowsParts && least <= terms.budgetPerEpoch
        find(
            "overBudget", 47,
            least <= left || isRenewable
                ? nil
                : "it comes to \(write(sum)); \(write(left)) of the issuer's budget of \(write(terms.budgetPerEpoch)) is left until "
                    + "\(facts.renewsAt); to pay what fits now and the rest later, add --in-parts",
            good: "\(write(left)) of the budget is left until \(facts.renewsAt)")
        find(
            "overSupplyCap", 48,
            sum > facts.mintable
                ? "it comes to \(write(sum)); \(write(facts.mintable)) may still be minted under the supply cap" : nil,
            good: "\(write(facts.mintable)) may still be minted under the supply cap")
    }
}
