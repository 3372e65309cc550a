import Ledger
import LedgerCrypto

extension Policy {
    /// The issuers and registrars whose doings would stand in part before the arbiters could take them back: each by itself, and a minority
    /// of its role together. That more than half of a role mean ill is nothing that other roles' numbers could mend.
    func outrunWarnings(in token: Token, epochLength: Milliseconds) -> [String] {
        guard !arbiters.isEmpty, epochLength > .zero else { return [] }
        return issuerOutruns(token, epochLength) + registrarOutruns(epochLength)
    }

    private func issuerOutruns(_ token: Token, _ epochLength: Milliseconds) -> [String] {
        guard challengeWindow > .zero else { return [] }
        func race(_ issuers: some Sequence<Issuer>) -> Race {
            Race(
                self, epochLength, window: ("challengeWindow", challengeWindow),
                issuers.map { Race.Runner(account: $0.account, count: payments($0), limit: .issuer) })
        }
        let lost = issuers.map { ($0, race([$0])) }.filter { $0.1.isLost }
        let largest = lost.sorted { $0.0.terms.budgetPerEpoch > $1.0.terms.budgetPerEpoch }
        if !lost.isEmpty {
            return Self.few(largest.map { told($0, $1, token) }, "issuers")
        }
        let most = issuers.sorted { payments($0) > payments($1) }.prefix((issuers.count - 1) / 2)
        let together = race(most)
        guard together.isLost else { return [] }
        return [
            "policy.issuers has \(issuers.count), of whom \(most.count) together can send \(together.sent) rewards around a boundary of "
                + "epochs; the arbiters can revoke \(together.undone) of them before they mature, one by one; "
                + "what mends it: \(together.remedies)"
        ]
    }

    /// No amount is under the smallest, so a small budget makes only so many payments.
    private func payments(_ issuer: Issuer) -> UInt64 {
        let most = issuer.terms.budgetPerEpoch.units / max(1, smallestAmount.units)
        return UInt64(min(UInt128(issuerAllowance), most))
    }

    private func told(_ issuer: Issuer, _ race: Race, _ token: Token) -> String {
        // Each payment is an equal part of the budget. The quotient first, so that few products pass 128 bits.
        let (budget, payments) = (issuer.terms.budgetPerEpoch, UInt128(payments(issuer)))
        let left = UInt128(race.sent - race.undone)
        let (part, rest) = budget.units.quotientAndRemainder(dividingBy: payments)
        let (whole, overflow) = part.multipliedReportingOverflow(by: left)
        let (sum, overflowsToo) = whole.addingReportingOverflow(rest * left / payments)
        let matures = Amount(overflow || overflowsToo ? .max : sum)
        return
            "policy.issuers has \(issuer.account), which can split its budget of \(token.formatWithSymbol(budget)) into \(payments) "
            + "transactions an epoch, and send those of two epochs around their boundary; the arbiters can revoke \(race.undone) of the "
            + "\(race.sent) before they mature, one by one: \(token.formatWithSymbol(matures)) would mature all the same; "
            + "what mends it: \(race.remedies)"
    }

    private func registrarOutruns(_ epochLength: Milliseconds) -> [String] {
        guard bindDelay > .zero else { return [] }
        func race(_ registrars: some Sequence<AccountID>) -> Race {
            Race(
                self, epochLength, window: ("bindDelay", bindDelay),
                registrars.map {
                    terms(of: $0) == nil
                        ? Race.Runner(account: $0, count: UInt64(allowance), limit: .account)
                        : Race.Runner(account: $0, count: UInt64(issuerAllowance), limit: .issuer)
                })
        }
        // That one who is an arbiter too judges itself is told elsewhere, and comes first.
        let others = registrars.filter { !arbiters.contains($0) }
        let lost = others.map { ($0, race([$0])) }.filter { $0.1.isLost }
        if !lost.isEmpty {
            return Self.few(
                lost.map { registrar, race in
                    "policy.registrars has \(registrar), which can bind \(race.sent) handles around a boundary of epochs; the arbiters can "
                        + "revoke \(race.undone) of the bindings before they take effect; what mends it: \(race.remedies)"
                }, "registrars")
        }
        let issuing = others.filter { terms(of: $0) != nil }
        let most = (issuing + others.filter { terms(of: $0) == nil }).prefix((others.count - 1) / 2)
        let together = race(most)
        guard together.isLost else { return [] }
        return [
            "policy.registrars has \(others.count), of whom \(most.count) together can bind \(together.sent) handles around a boundary of "
                + "epochs; the arbiters can revoke \(together.undone) of the bindings before they take effect; what mends it: "
                + "fewer registrars, or \(together.remedies)"
        ]
    }

    /// Not one line for each of 256.
    private static func few(_ warnings: [String], _ role: String) -> [String] {
        let shown = 3
        guard warnings.count > shown else { return warnings }
        return warnings.prefix(shown) + [
            "policy.\(role) has \(warnings.count - shown) more that outrun the arbiters like these"
        ]
    }
}

/// What some accounts can do, against how much of it the arbiters can undo in time.
///
/// One revocation takes back one transaction and costs its arbiter one of an epoch's allowance. Whoever means ill sends all that one epoch
/// allows at its end, and all that the next one allows at its beginning: two epochs' transactions at one moment. Nothing of what
/// the arbiters might have sent in the epoch that ended is left to undo them, so only the epochs from the boundary on count, as many as the window
/// touches.
private struct Race {
    struct Runner {
        /// The field that says how many transactions it may send.
        enum Limit { case account, issuer }

        let account: AccountID
        /// In an epoch.
        let count: UInt64
        let limit: Limit
    }

    private let policy: Policy
    private let epochLength: Milliseconds
    private let window: (name: String, length: Milliseconds)
    private let runners: [Runner]
    private let judges: [AccountID]

    init(
        _ policy: Policy, _ epochLength: Milliseconds, window: (name: String, length: Milliseconds), _ runners: [Runner]
    ) {
        (self.policy, self.epochLength, self.window, self.runners) = (policy, epochLength, window, runners)
        let racing = Set(runners.map(\.account))
        judges = policy.arbiters.filter { !racing.contains($0) }
    }

    /// The transactions of two epochs. At most 2 · 256 · 2³².
    var sent: UInt64 { 2 * runners.reduce(0) { $0 + $1.count } }

    /// An arbiter that is an issuer too has an issuer's allowance.
    private var undonePerEpoch: UInt64 {
        judges.reduce(0) { $0 + UInt64(policy.terms(of: $1) == nil ? policy.allowance : policy.issuerAllowance) }
    }

    /// How many begin or go on in the window. At most 90 days of minutes.
    private var epochs: UInt64 { (window.length.count - 1) / epochLength.count + 1 }
    var undone: UInt64 { undonePerEpoch * epochs }
    var isLost: Bool { sent > undone }

    /// What mends it, each by itself and all else unchanged.
    var remedies: String {
        var ways = allowanceWays
        let needed = Self.quotient(sent, UInt64(policy.allowance) * epochs)
        if needed <= UInt64(Policy.roleRange.upperBound) {
            let whom = runners.count == 1 ? "it" : "them"
            ways.append(needed == 1 ? "an arbiter beside \(whom)" : "\(needed) arbiters beside \(whom)")
        }
        if undonePerEpoch > 0 {
            let (length, overflow) = epochLength.count.multipliedReportingOverflow(
                by: Self.quotient(sent, undonePerEpoch))
            if !overflow, Milliseconds(length) <= Policy.longestWindow {
                ways.append("a \(window.name) of \(Milliseconds(length))")
            }
        }
        return ways.isEmpty ? "more arbiters, and fewer or smaller budgets" : ways.joined(separator: ", or ")
    }

    /// Where the runners send by the field that is changed, more of it for the arbiters is more for them.
    private var allowanceWays: [String] {
        guard runners.allSatisfy({ $0.limit == .issuer }), !judges.isEmpty else { return [] }
        var ways: [String] = []
        let allowance = Self.quotient(sent, UInt64(judges.count) * epochs)
        let isBounded = runners.allSatisfy { $0.count < UInt64(policy.issuerAllowance) }
        if allowance <= UInt64(policy.issuerAllowance) {
            ways.append("allowance \(allowance)")
        } else if isBounded {
            ways.append("allowance and issuerAllowance \(allowance)")
        }
        let issuerAllowance = undone / UInt64(2 * runners.count)
        if issuerAllowance >= UInt64(policy.allowance), judges.allSatisfy({ policy.terms(of: $0) == nil }) {
            ways.append("issuerAllowance \(issuerAllowance)")
        }
        return ways
    }

    /// Rounded up; the divisor is none of 0.
    private static func quotient(_ number: UInt64, _ divisor: UInt64) -> UInt64 { (number - 1) / max(1, divisor) + 1 }
}
