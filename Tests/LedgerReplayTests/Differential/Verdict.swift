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
    /// The rule's number; 300 where the file is no whole archive.
    var code: Int?
    var stateRoot: String?

    private static let archive = 300

    /// What the replay of this package says.
    static func ours(_ attack: Attack) async throws -> Verdict {
        let reader: ArchiveReader<Memory>
        do { reader = try ArchiveReader(Memory(rest: attack.archive[...])) } catch is ArchiveFault {
            return Verdict(holds: false, code: archive)
        }
        let options = ReplayOptions(now: attack.now, cores: 1)
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader)
        if let fault = report.fault {
            return Verdict(
                holds: false, height: Int(fault.height), transaction: fault.transaction, credit: fault.credit,
                code: fault.fault.code)
        }
        guard report.holds else { return Verdict(holds: false, code: archive) }
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

/// One process of `scripts/auditor.py` that audits archive after archive, since starting Python takes longer than most audits.
final class PythonServer {
    private let auditor: TalkingChild
    private let file = FileManager.default.temporaryDirectory.appending(path: "laurel-\(UUID().uuidString).archive")

    private static let loop = """
        import importlib.util, sys
        spec = importlib.util.spec_from_file_location("auditor", sys.argv[1])
        auditor = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(auditor)
        for line in sys.stdin:
            sys.argv = ["auditor.py", "--json", *line.split()]
            if auditor.main() == 2: print("{}")
            sys.stdout.flush()
        """

    init() throws { auditor = try TalkingChild(PythonAuditor.python, ["-c", Self.loop, PythonAuditor.script]) }

    deinit { try? FileManager.default.removeItem(at: file) }

    func verdict(_ attack: Attack) throws -> Verdict {
        try Data(attack.archive).write(to: file)
        return try verdict(ofFile: file.path, now: attack.now)
    }

    func verdict(ofFile path: String, now: Timestamp) throws -> Verdict {
        try auditor.write("\(path) --now \(now.milliseconds)\n")
        guard let line = auditor.line() else { return Verdict(holds: false, code: -1) }
        let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return Verdict(
            holds: answer["holds"] as? Bool ?? false, height: answer["height"] as? Int,
            transaction: answer["transaction"] as? Int, credit: answer["credit"] as? Int,
            code: answer["code"] as? Int, stateRoot: answer["stateRoot"] as? String)
    }
}
