import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerImport

/// Rewards from a CSV file, and how they are cut into transactions.
enum RewardList {
    private static let columns = ["to", "amount", "reason", "reference"]
    private static let byteLimit = 64 << 20

    /// All rewards of a file, or every line that is wrong.
    static func read(_ path: String, _ context: CommandContext) throws -> [RewardLine] {
        let rows: [CSV.Row]
        do { rows = try CSV.rows(try AtomicFile.read(path, limit: byteLimit)) } catch let fault as CSV.Fault {
            throw CommandFailure.refused("\(path), line \(fault.line): \(fault.message); nothing was sent")
        }
        guard let header = rows.first, header.cells == columns || header.cells == columns + ["evidence"] else {
            throw CommandFailure.refused(
                "\(path), line 1: the header is '\(rows.first?.cells.joined(separator: ",") ?? "")'; "
                    + "expected 'to,amount,reason,reference' or the same with ',evidence'")
        }
        var lines: [RewardLine] = []
        var faults: [String] = []
        for row in rows.dropFirst() {
            do { lines.append(try line(row, columns: header.cells.count, context)) } catch {
                faults.append("  line \(row.line): \(CommandFailure(error)?.message ?? "\(error)")")
            }
        }
        guard faults.isEmpty else {
            throw CommandFailure.refused(
                "\(path) has \(faults.count) wrong line\(faults.count == 1 ? "" : "s"); nothing was sent\n"
                    + faults.joined(separator: "\n"))
        }
        guard !lines.isEmpty else { throw CommandFailure.refused("\(path) has a header and no rewards") }
        return lines
    }

    private static func line(_ row: CSV.Row, columns: Int, _ context: CommandContext) throws -> RewardLine {
        guard row.cells.count == columns else {
            throw CommandFailure.refused("it has \(row.cells.count) values, the header has \(columns)")
        }
        let evidence = columns > 4 && !row.cells[4].isEmpty ? row.cells[4] : nil
        return try RewardLine(
            to: row.cells[0], amount: row.cells[1], reason: row.cells[2], reference: row.cells[3], evidence: evidence,
            context)
    }

    private struct Purpose: Hashable {
        let reason: Reason
        let reference: Reference
    }

    /// Cuts rewards into transactions of up to 1,024 credits. Credits under one reference stay together, since a
    /// reference that one transaction has paid is taken for the next.
    static func batches(_ lines: [RewardLine]) throws -> [[Credit]] {
        var order: [Purpose] = []
        var groups: [Purpose: [Credit]] = [:]
        for line in lines {
            let purpose = Purpose(reason: line.credit.reason, reference: line.credit.reference)
            if groups[purpose] == nil { order.append(purpose) }
            groups[purpose, default: []].append(line.credit)
        }
        var batches: [[Credit]] = []
        for purpose in order {
            let group = groups[purpose] ?? []
            guard group.count <= Reward.creditLimit else {
                throw CommandFailure.refused(
                    "\(purpose.reason) \(purpose.reference) has \(group.count) rewards; at most \(Reward.creditLimit) "
                        + "fit into one transaction, and a second one could not pay the same reference")
            }
            if let last = batches.last, last.count + group.count <= Reward.creditLimit {
                batches[batches.count - 1] += group
            } else {
                batches.append(group)
            }
        }
        return batches
    }
}
