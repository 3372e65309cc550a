import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// The disk fails at each step of a commit in turn, from SQLite's first write to the guard's last sync. After each failure the
/// whole ledger is checked.
@Suite struct DiskFaultTests {
    /// What follows on the failure.
    enum Sequel: String, CaseIterable { case goesOn, isKilled, losesPower, isKilledAndLosesPower }

    static let kinds = DiskFault.Kind.allCases

    /// - Parameter folds: whether SQLite folds its log into the database within the commit, as it does after some thousand
    ///   pages; then the commit before has done so too, and this one begins the log anew.
    @Test(arguments: kinds, [false, true])
    func `A commit in which a step fails loses nothing that was promised`(
        _ kind: DiskFault.Kind, folds: Bool
    ) async throws {
        let start = try await DiskTrial.Start()
        let attacked = try DiskTrial.attacked()
        var trials = 0
        var noticed = 0
        for sequel in Sequel.allCases {
            var step = 1
            while true {
                let fault = DiskFault(kind, at: step)
                let place = "\(fault), then the node \(sequel)"
                var bench = try DiskTrial.bench(start.files)
                defer { try? FileManager.default.removeItem(atPath: bench.disk.folder) }
                if folds { bench.logPages = 1 }
                try bench.start()
                var before = Answers()
                if folds { await before.send([try DiskTrial.before()], to: bench) }
                bench.disk.arm(fault)
                var answers = Answers()
                await answers.send(attacked, to: bench)
                let wasReached = bench.disk.steps >= step
                var wasNoticed = false
                try await Self.checkRefusal(bench, answers, attacked, fault)
                answers.committed.merge(before.committed) { first, _ in first }
                switch sequel {
                case .goesOn where kind != .end:
                    bench.disk.lift()
                    await bench.build()
                case .isKilled: await bench.kill()
                case .isKilledAndLosesPower:
                    await bench.kill()
                    wasNoticed = try await Self.startBriefly(&bench, &answers, attacked, fault, place)
                default:
                    var random = SeededRandom(seed: UInt64(step))
                    try await bench.losePower(&random)
                }
                if !wasNoticed {
                    wasNoticed = try await Self.checkSequel(&bench, answers, attacked, fault, place)
                }
                noticed += wasNoticed ? 1 : 0
                trials += 1
                guard wasReached else { break }
                step += 1
            }
            // The log's frames, its sync, and the write and the sync of the guard.
            // Folding adds a sync of the log and the writes and the sync of the database.
            #expect(step > (folds ? 40 : 10), "\(kind): only \(step - 1) steps were found in a commit")
        }
        print("\(kind) in a commit\(folds ? " that folds the log" : ""): \(trials) trials, \(noticed) losses noticed")
        #expect(kind != .deaf || noticed > 0, "syncs that lied had no effect at all")
    }

    /// The engine stops and says why, and takes nothing as long as the fault lasts; unless nothing was noticed.
    private static func checkRefusal(
        _ bench: NodeBench, _ answers: Answers, _ attacked: [[UInt8]], _ fault: DiskFault
    ) async throws {
        guard case .failed(let reason, mayRecover: true) = await bench.phase else {
            #expect(answers.committed.count == attacked.count, "\(fault): neither failed nor committed")
            return
        }
        #expect(reason.hasPrefix("the last block can't be made durable: "), "\(fault)")
        #expect(answers.committed.isEmpty && answers.unknown.allSatisfy { $0 == reason }, "\(fault)")
        guard case .refused(.notAccepting(reason)) = await bench.admit(attacked[0]) else {
            Issue.record("\(fault): took a transaction while it had failed")
            return
        }
    }

    /// What a node finds at its start it holds for durable and gives receipts for. The power goes before it writes anything more.
    ///
    /// - Returns: whether a loss was noticed.
    private static func startBriefly(
        _ bench: inout NodeBench, _ answers: inout Answers, _ attacked: [[UInt8]], _ fault: DiskFault, _ place: String
    ) async throws -> Bool {
        do {
            try bench.start()
            for bytes in attacked {
                let id = try VerifiedTransaction(decoding: bytes, on: DiskTrial.community.genesis.chainID).id
                answers.committed[id] = try bench.header(of: id)
            }
        } catch {
            #expect(fault.isLie && (error is GuardFault || error is StoreError), "\(place): \(error)")
            return true
        }
        var random = SeededRandom(seed: UInt64(fault.step))
        try await bench.losePower(&random)
        return false
    }

    /// - Returns: whether a loss was noticed, which only a disk that lies may cause.
    private static func checkSequel(
        _ bench: inout NodeBench, _ answers: Answers, _ attacked: [[UInt8]], _ fault: DiskFault, _ place: String
    ) async throws -> Bool {
        if bench.node == nil {
            do { try bench.start() } catch {
                #expect(fault.isLie && (error is GuardFault || error is StoreError), "\(place): \(error)")
                return true
            }
        }
        #expect(await bench.phase == .accepting, "\(place)")
        let found = try await bench.check(promised: answers.committed).faults
        guard found.isEmpty else {
            #expect(fault.isLie, "\(place): \(found)")
            return true
        }
        // Sent again, blindly, each is committed or was: then all are there, once.
        var again = Answers()
        await again.send(attacked + [try DiskTrial.reward("after", sequence: 4)], to: bench)
        #expect(again.refusals.isEmpty && again.unknown.isEmpty, "\(place): \(again)")
        #expect(again.rejections.allSatisfy { $0.name == "wrongSequence" }, "\(place): \(again.rejections)")
        #expect(again.rejections.count + again.committed.count == 4, "\(place)")
        let promised = answers.committed.merging(again.committed) { first, _ in first }
        // Whatever was written before the failure: now that more was promised on top of it, the power goes.
        var random = SeededRandom(seed: UInt64(fault.step))
        try await bench.losePower(&random)
        do { try bench.start() } catch {
            #expect(fault.isLie && (error is GuardFault || error is StoreError), "\(place), power lost later: \(error)")
            return true
        }
        let check = try await bench.check(promised: promised)
        #expect(fault.isLie || check.faults.isEmpty, "\(place), power lost later: \(check.faults)")
        guard check.faults.isEmpty else { return true }
        for bytes in attacked {
            let id = try VerifiedTransaction(decoding: bytes, on: DiskTrial.community.genesis.chainID).id
            #expect(check.counts[id] == 1, "\(place)")
        }
        #expect(try HeadGuard(path: bench.guardPath).height == check.height, "\(place)")
        return false
    }
}
