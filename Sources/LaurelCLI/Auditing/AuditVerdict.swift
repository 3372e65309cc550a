import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// The report of an audit.
struct AuditVerdict: Encodable {
    struct Fault: Encodable {
        /// The height at which something sound was expected.
        let height: UInt64
        var transaction: Int?
        var credit: Int?
        /// The name and number of a rule, or of a fault of the file.
        let rule: String
        let code: Int
        /// What was got and what was expected, in words.
        let detail: String
        /// The canonical bytes of the header that stands there and its signature, in hex.
        var header: String?
    }

    private(set) var holds: Bool
    /// This, the chain, its head and its state root are nil where not even a genesis could be read.
    let community: String?
    let chain: String?
    let height: UInt64
    let head: String?
    let transactions: UInt64
    let signatures: UInt64
    let assumedValid: UInt64
    let accounts: Int
    let supply: String
    let stateRoot: String?
    let seconds: Double
    /// Whether the chain is known not to have been cut off before a head that somebody saw.
    private(set) var completeness = "unknown: there is no head to compare with; give --head HEIGHT:HASH"
    /// Whether the chain is the one that was meant.
    private(set) var origin = "not compared; give --genesis FILE or --chain-id HEX"
    private(set) var fault: Fault?
    /// Where the last block's time is ahead of this machine's clock, but not too far.
    private(set) var clock: String?
    /// Whatever else does not hold, in words.
    private(set) var problems: [String] = []
    private(set) var indexRows: UInt64?
    private let token: Token?

    private enum CodingKeys: CodingKey {
        case holds, community, chain, height, head, transactions, signatures, assumedValid, accounts, supply, stateRoot
        case seconds, completeness, origin, clock, fault, problems, indexRows
    }

    init(_ audited: Audited, seconds: Double) {
        let report = audited.report
        holds = report.holds && audited.index?.holds ?? true
        community = report.genesis.community
        chain = report.chainID.hex
        height = report.height
        head = report.headHash.hex
        transactions = report.transactions
        signatures = report.signatures
        assumedValid = report.assumedValid
        accounts = report.accounts
        supply = report.totals.supply.description
        stateRoot = report.stateRoot.hex
        self.seconds = seconds
        token = report.genesis.token
        fault = report.fault.map {
            Fault(
                height: $0.height, transaction: $0.transaction, credit: $0.credit, rule: $0.fault.name,
                code: $0.fault.code, detail: $0.fault.description, header: $0.header.map { Hex.encode($0.encoded) })
        }
        if fault == nil, let (code, name) = report.archiveFault?.rule {
            fault = Fault(
                height: report.height + 1, rule: name, code: code, detail: report.sourceFailure ?? "")
        } else if let failure = report.sourceFailure {
            problems.append("block \(report.height + 1) could not be read: \(failure)")
        }
        if let damage = audited.index?.damage { problems.append("the index differs from the replay: \(damage)") }
        if let index = audited.index { indexRows = index.rows.values.reduce(0, +) }
        if report.fault != nil { completeness = "the chain does not hold" }
    }

    /// Of an archive that has no genesis.
    ///
    /// - Parameter fault: which can't be that it is unreadable.
    init(noGenesis fault: ArchiveFault, seconds: Double) {
        holds = false
        (community, chain, head, stateRoot, token) = (nil, nil, nil, nil, nil)
        (height, transactions, signatures, assumedValid, accounts, supply) = (0, 0, 0, 0, 0, "0")
        self.seconds = seconds
        completeness = "there is no chain"
        self.fault = fault.rule.map { Fault(height: 0, rule: $0.name, code: $0.code, detail: "\(fault)") }
    }

    mutating func compareClock(_ time: Timestamp?, now: Timestamp, tolerance: Milliseconds) {
        guard let time, time > now else { return }
        let ahead = Milliseconds(time.milliseconds - now.milliseconds)
        clock = "its last block is \(ahead) ahead of this machine's clock; up to \(tolerance) are allowed"
    }

    mutating func compareChain(_ got: Digest, _ expected: Digest, origin: String) {
        if got == expected {
            self.origin = "it starts from \(origin)"
        } else {
            holds = false
            self.origin = "it does not start from \(origin)"
            problems.append("it is chain \(got), but \(origin) means chain \(expected)")
        }
    }

    mutating func compare(_ known: KnownHead?, _ audited: Audited, origin: String) throws {
        guard let known, audited.report.fault == nil else { return }
        guard let hash = try audited.hash(known.height) else {
            holds = false
            completeness = "it lacks block \(known.height), \(origin)"
            problems.append(
                "it ends at block \(height), but \(origin) is block \(known.height) \(known.hash): its end was cut off")
            return
        }
        guard hash.hex == known.hash else {
            holds = false
            completeness = "it holds another block \(known.height) than \(origin)"
            var problem =
                "its block \(known.height) is \(hash), but \(origin) is \(known.hash): two chains with one beginning"
            if let header = known.header { problem += "\n  header seen: \(header)" }
            if let header = try audited.header(known.height) {
                problem += "\n  header here: \(Hex.encode(header.encoded))"
            }
            problems.append(problem)
            return
        }
        completeness = "it holds block \(known.height), \(origin)"
    }

    func print() {
        var pairs = [
            ("community", community ?? ""), ("chain", chain ?? ""), ("origin", origin), ("height", "\(height)"),
            ("head", head ?? ""),
            ("transactions", "\(transactions)"), ("signatures checked", "\(signatures)"), ("accounts", "\(accounts)"),
            ("supply", token?.formatWithSymbol(units: supply) ?? supply), ("state root", stateRoot ?? ""),
        ]
        if let clock { pairs.append(("clock", clock)) }
        if assumedValid > 0 { pairs.append(("signatures skipped", "up to block \(assumedValid)")) }
        if let indexRows { pairs.append(("index rows compared", "\(indexRows)")) }
        let tenths = Int(seconds * 10)
        pairs += [("completeness", completeness), ("time", "\(tenths / 10).\(tenths % 10) s")]
        printPairs(pairs)
        Output.print("")
        if let fault { Output.print(Terminal.red(text(fault))) }
        for problem in problems { Output.print(Terminal.red(problem)) }
        Output.print(
            holds
                ? Terminal.green("It holds: sound to height \(height).")
                : Terminal.red("It does not hold. Blocks 1 to \(height) replay without a fault."))
    }

    private func text(_ fault: Fault) -> String {
        // What is at fault from 301 on is the file, after the blocks that could be read.
        guard fault.code < 301 else {
            return "First fault after block \(height): \(fault.rule) (\(fault.code)): \(fault.detail)"
        }
        let place = [
            "block \(fault.height)", fault.transaction.map { "transaction \($0)" }, fault.credit.map { "credit \($0)" },
        ]
        return
            "First fault at \(place.compactMap { $0 }.joined(separator: ", ")): rule \(fault.rule) (\(fault.code)): \(fault.detail)"
    }
}
