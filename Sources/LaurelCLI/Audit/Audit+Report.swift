import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore

extension Audit {
    /// The report for people.
    func printReport() {
        if let replay {
            let token = replay.genesis.token
            var rows = [
                ("Chain", replay.chainID.hex), ("Community", replay.genesis.community),
                ("Blocks", "\(replay.height), head \(replay.headHash.hex)"),
                ("Transactions", "\(replay.transactions), with \(replay.signatures) signatures checked"),
                ("Accounts", "\(replay.accounts)"),
                ("Minted", token.formatWithSymbol(replay.totals.minted)),
                ("Revoked", token.formatWithSymbol(replay.totals.revoked)),
                ("Burned", token.formatWithSymbol(replay.totals.burned)),
                ("Supply", token.formatWithSymbol(replay.totals.supply)),
                ("State root", replay.stateRoot.hex),
            ]
            if let index, index.holds {
                rows.append(("Index", "equals the replay, \(index.rows.values.reduce(0, +)) rows"))
            }
            if !isChainCompared { rows.append(("Note", "the chain id was not compared; give --genesis or --chain-id")) }
            if replay.assumedValid > 0 {
                rows.append(("Incomplete", "signatures were assumed to be valid up to height \(replay.assumedValid)"))
            }
            printPairs(rows)
            print("")
        }
        for problem in problems { print(Terminal.red("DOES NOT HOLD  ") + problem) }
        if let fault = replay?.fault {
            printPairs(
                [
                    ("First bad block", "\(fault.height)"),
                    ("Transaction", fault.transaction.map { "\($0)" } ?? "none: the block itself"),
                ] + (fault.credit.map { [("Credit", "\($0)")] } ?? []) + [
                    ("Rule", "\(fault.fault.name) (\(fault.fault.code))"),
                    ("Sound to height", "\(fault.height - 1)"),
                ])
            if let header = fault.header { print("Signed header    \(Hex.encode(header.encoded))") }
        }
        for header in conflict { print("Signed header    \(Hex.encode(header.encoded))") }
        guard holds, let replay else { return }
        let completeness =
            comparedWith.isEmpty
            ? "completeness unknown: there was no head to compare with"
            : "holds what \(comparedWith.joined(separator: " and ")) knows"
        print(Terminal.green("SOUND") + " to height \(replay.height), \(completeness)")
    }

    /// The report for scripts.
    struct View: Encodable {
        let holds: Bool
        let problems: [String]
        let chain: String?
        let height: UInt64?
        let head: String?
        let header: String?
        let stateRoot: String?
        let transactions: UInt64?
        let signatures: UInt64?
        let assumedValid: UInt64?
        let accounts: Int?
        let minted: String?
        let revoked: String?
        let burned: String?
        let supply: String?
        let indexRows: [String: UInt64]?
        let comparedWith: [String]
        let completeness: String
        let fault: Fault?
        let conflict: [String]

        struct Fault: Encodable {
            let height: UInt64
            let transaction: Int?
            let credit: Int?
            let code: Int
            let rule: String
            let detail: String
            let header: String?
        }
    }

    var view: View {
        View(
            holds: holds, problems: problems, chain: replay?.chainID.hex, height: replay?.height,
            head: replay?.headHash.hex, header: replay?.head.map { Hex.encode($0.encoded) },
            stateRoot: replay?.stateRoot.hex, transactions: replay?.transactions, signatures: replay?.signatures,
            assumedValid: replay?.assumedValid, accounts: replay?.accounts,
            minted: replay?.totals.minted.description, revoked: replay?.totals.revoked.description,
            burned: replay?.totals.burned.description, supply: replay?.totals.supply.description,
            indexRows: index.map { Dictionary(uniqueKeysWithValues: $0.rows.map { ($0.rawValue, $1) }) },
            comparedWith: comparedWith, completeness: comparedWith.isEmpty ? "unknown" : "holds the known heads",
            fault: replay?.fault.map {
                View.Fault(
                    height: $0.height, transaction: $0.transaction, credit: $0.credit, code: $0.fault.code,
                    rule: $0.fault.name, detail: "\($0.fault)", header: $0.header.map { Hex.encode($0.encoded) })
            }, conflict: conflict.map { Hex.encode($0.encoded) })
    }
}
