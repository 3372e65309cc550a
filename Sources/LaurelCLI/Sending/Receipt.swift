import Ledger
import LedgerAPI
import LedgerClient

/// What a sending command prints in the end.
enum Receipt {
    static func print(_ receipt: ReceiptView, _ token: Token, json: Bool) throws {
        if json { return try printJSON(receipt) }
        guard let height = receipt.height else {
            return printPairs([("accepted", receipt.id), ("status", "waits for its block")])
        }
        var pairs = [("committed", receipt.id), ("block", "\(height), \(receipt.time ?? "")")]
        if let balance = receipt.balance { pairs.append(("balance", token.formatWithSymbol(units: balance))) }
        printPairs(pairs)
    }
}
