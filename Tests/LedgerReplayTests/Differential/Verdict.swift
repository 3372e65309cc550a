import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// What an auditor says of an archive, as far as two auditors must say the same.
struct Verdict: Equatable {
    var holds: Bool
    var height: Int?
    var transaction: Int?
    var credit: Int?
    /// The rule's number, or that of a fault of the file.
    var code: Int?
    var stateRoot: String?

    /// What the replay of this package says.
    static func ours(_ attack: Attack) async throws -> Verdict {
        let reader: ArchiveReader<Memory>
        do { reader = try ArchiveReader(Memory(rest: attack.archive[...])) } catch let fault as ArchiveFault {
            return Verdict(holds: false, height: 0, code: fault.rule?.code)
        }
        let options = ReplayOptions(now: attack.now, cores: 1)
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader)
        if let fault = report.fault {
            return Verdict(
                holds: false, height: Int(fault.height), transaction: fault.transaction, credit: fault.credit,
                code: fault.fault.code)
        }
        guard report.holds else {
            return Verdict(holds: false, height: Int(report.height + 1), code: report.archiveFault?.rule?.code)
        }
        return Verdict(holds: true, height: Int(report.height), stateRoot: report.stateRoot.hex)
    }

    private struct Memory: ByteStream {
        var rest: ArraySlice<UInt8>

        mutating func read(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }
}

/// One process of `scripts/auditor` that audits archive after archive, since starting Python takes longer than most audits.
final class PythonServer {
    private let auditor: TalkingChild
    private let file = FileManager.default.temporaryDirectory.appending(path: "laurel-\(UUID().uuidString).archive")

    private static let loop = """
        import json, os, sys
        sys.path.insert(0, os.path.dirname(sys.argv[1]))
        from auditor.command import verdict
        for line in sys.stdin:
            path, now = line.rsplit(" ", 1)
            print(json.dumps(verdict(path, int(now))), flush=True)
        """

    init() throws { auditor = try TalkingChild(PythonAuditor.python, ["-c", Self.loop, PythonAuditor.folder]) }

    deinit { try? FileManager.default.removeItem(at: file) }

    func verdict(_ attack: Attack) throws -> Verdict {
        try Data(attack.archive).write(to: file)
        return try verdict(ofFile: file.path, now: attack.now)
    }

    func verdict(ofFile path: String, now: Timestamp) throws -> Verdict {
        try auditor.write("\(path) \(now.milliseconds)\n")
        guard let line = auditor.line() else { return Verdict(holds: false, code: -1) }
        let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return Verdict(
            holds: answer["holds"] as? Bool ?? false, height: answer["height"] as? Int,
            transaction: answer["transaction"] as? Int, credit: answer["credit"] as? Int,
            code: answer["code"] as? Int, stateRoot: answer["stateRoot"] as? String)
    }
}
