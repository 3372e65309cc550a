import Ledger
import LedgerCrypto
import LedgerImport

/// What an import did, for people and as JSON.
struct ImportSummary: Encodable {
    private struct Skipped: Encodable {
        let event: Int
        let uuid: String
        let from: String?
        let fromName: String?
        let to: String
        let toName: String
        /// In minor units.
        let amount: String
        let reason: String
    }

    private let ledger: String
    private let events: Int
    private let runningHash: String
    /// How many of the ledger's transactions were on the chain before.
    private let found: Int
    private let appended: Int
    private let blocks: Int
    private let bindings: Int
    private let rewards: Int
    private let credits: Int
    private let transfers: Int
    private let merges: Int
    private let burns: Int
    private let attestations: Int
    /// New events that move nothing, by their types.
    private let withoutPayment: [String: Int]
    private let notSent: [Skipped]
    private let chain: String
    private let height: UInt64
    private let head: String
    /// In minor units.
    private let supply: String
    private let token: Token

    private enum CodingKeys: String, CodingKey {
        case ledger, events, runningHash, found, appended, blocks, bindings, rewards, credits, transfers, merges, burns
        case attestations, withoutPayment, notSent, chain, height, head, supply
    }

    init(_ report: ImportReport, _ state: borrowing LedgerState, ledger: String) {
        self.ledger = ledger
        events = report.events
        runningHash = report.runningHash.hex
        found = report.found
        appended = report.transactions
        blocks = report.blocks
        bindings = report.bindings
        rewards = report.rewards
        credits = report.credits
        transfers = report.transfers
        merges = report.merges
        burns = report.burns
        attestations = report.attestations
        withoutPayment = report.quiet
        notSent = report.skipped.map {
            Skipped(
                event: $0.event, uuid: $0.uuid, from: $0.from, fromName: $0.fromName, to: $0.to, toName: $0.toName,
                amount: $0.amount.units.description, reason: $0.reason.rawValue)
        }
        chain = state.chainID.hex
        height = state.height
        head = state.head.hex
        supply = state.totals.supply.units.description
        token = state.genesis.token
    }

    func print(json: Bool, verbose: Bool) throws {
        if json { return try printJSON(self) }
        var pairs = [
            ("events", "\(events), running hash \(runningHash)"), ("on the chain before", "\(found) transactions"),
            ("appended", "\(appended) transactions in \(blocks) blocks"), ("bindings", "\(bindings)"),
            ("rewards", "\(rewards) with \(credits) credits"), ("transfers", "\(transfers)"), ("merges", "\(merges)"),
        ]
        if burns > 0 { pairs.append(("burns", "\(burns), since the ledger keeps no balances")) }
        pairs.append(("attestations", "\(attestations)"))
        if !withoutPayment.isEmpty {
            let kinds = withoutPayment.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            pairs.append(("without payment", kinds.joined(separator: ", ")))
        }
        pairs += [
            ("not sent", summaryOfNotSent), ("chain", chain), ("head", "block \(height), \(head)"),
            ("supply", token.formatWithSymbol(units: supply)),
        ]
        printPairs(pairs)
        if verbose { printNotSent() } else if !notSent.isEmpty { Swift.print("--verbose lists what was not sent.") }
    }

    private var summaryOfNotSent: String {
        guard !notSent.isEmpty else { return "0" }
        let zero = notSent.count { $0.reason == SkippedPayment.Reason.zeroAmount.rawValue }
        let parts = [
            zero > 0 ? "\(zero) of amount zero" : nil,
            zero < notSent.count ? "\(notSent.count - zero) to the sender itself" : nil,
        ]
        return "\(notSent.count): " + parts.compactMap { $0 }.joined(separator: ", ")
    }

    private func printNotSent() {
        for payment in notSent {
            let from = payment.fromName.map { " from \(Self.shown($0))" } ?? ""
            let why =
                payment.reason == SkippedPayment.Reason.zeroAmount.rawValue
                ? "the amount is zero" : "both are the same identity"
            Swift.print(
                "  event \(payment.event): \(token.format(units: payment.amount))\(from) to \(Self.shown(payment.toName)) "
                    + "was not sent: \(why)")
        }
    }

    /// A name of the ledger without what would steer a terminal.
    private static func shown(_ name: String) -> String {
        String(name.prefix(80).debugDescription.dropFirst().dropLast())
    }
}
