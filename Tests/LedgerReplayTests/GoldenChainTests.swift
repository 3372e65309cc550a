import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// Reads `chains-v1/*.laurel` and `chains-v1/verdicts.tsv`.
@Suite(.enabled(if: GoldenChains.folder != nil, "needs the folder of golden chains: set LAUREL_DATA"))
struct GoldenChainTests {
    @Test func `every chain of version 1 keeps its verdict, height, rule, head and state root`() async throws {
        let rows = try GoldenChains.rows()
        #expect(rows.count > 200)
        for expected in rows {
            #expect(try await GoldenChains.verdict(of: expected.archive) == expected)
        }
    }

    @Test(.enabled(if: PythonAuditor.isThere, "python3 with coincurve is not there; scripts/test installs it"))
    func `the Python auditor says the same of every chain of version 1`() throws {
        let python = try PythonServer()
        for expected in try GoldenChains.rows() {
            let verdict = try python.verdict(
                ofFile: GoldenChains.path(of: expected.archive), now: GoldenChains.now)
            #expect(verdict.holds == expected.holds, "\(expected.archive)")
            guard let code = expected.code else {
                if expected.holds {
                    #expect(verdict.stateRoot == expected.stateRoot, "\(expected.archive)")
                } else {
                    // Faults of the file had no codes when the verdicts were written down.
                    #expect((301...306).contains(verdict.code ?? 0), "\(expected.archive)")
                }
                continue
            }
            #expect(verdict.code == code, "\(expected.archive)")
            #expect(verdict.height == expected.height, "\(expected.archive)")
            #expect(verdict.transaction == expected.transaction, "\(expected.archive)")
            #expect(verdict.credit == expected.credit, "\(expected.archive)")
        }
    }
}

/// Archives of chains of version 1, and what was said of them when they were made.
private enum GoldenChains {
    static let folder = ProcessInfo.processInfo.environment["LAUREL_DATA"].map { $0 + "/chains-v1" }
    static let now = Timestamp.latest

    struct Row: Equatable {
        var archive: String
        var holds: Bool
        /// Of the first fault, or of the last block.
        var height: Int
        var transaction: Int?
        var credit: Int?
        var code: Int?
        /// Of the last sound block; nil where the file is no archive.
        var head: String?
        var stateRoot: String?
        var supply: String?
    }

    static func path(of archive: String) throws -> String { try #require(folder) + "/\(archive).laurel" }

    static func rows() throws -> [Row] {
        let table = try String(contentsOfFile: try #require(folder) + "/verdicts.tsv", encoding: .utf8)
        return try table.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(cells.count == 10, "\(line)")
            return Row(
                archive: cells[0], holds: cells[1] == "true", height: try #require(Int(cells[2])),
                transaction: Int(cells[3]), credit: Int(cells[4]), code: Int(cells[6]),
                head: cells[7].isEmpty ? nil : cells[7], stateRoot: cells[8].isEmpty ? nil : cells[8],
                supply: cells[9].isEmpty ? nil : cells[9])
        }
    }

    static func verdict(of archive: String) async throws -> Row {
        let reader: ArchiveReader<FileStream>
        do { reader = try ArchiveReader(path: path(of: archive)) } catch is ArchiveFault {
            return Row(archive: archive, holds: false, height: 0)
        }
        let report = try await Replay(genesis: reader.genesis, options: ReplayOptions(now: now, cores: 2)).run(reader)
        // Of a file that is not whole nothing is told but that.
        guard report.sourceFailure == nil else { return Row(archive: archive, holds: false, height: 0) }
        return Row(
            archive: archive, holds: report.holds, height: Int(report.fault?.height ?? report.height),
            transaction: report.fault?.transaction, credit: report.fault?.credit, code: report.fault?.fault.code,
            head: report.headHash.hex, stateRoot: report.stateRoot.hex, supply: report.totals.supply.units.description)
    }
}
