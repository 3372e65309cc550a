import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// The disk fails while a ledger is made, opened or closed.
@Suite struct DiskStartTests {
    static let honest = DiskFault.Kind.allCases.filter { !DiskFault($0, at: 1).isLie }

    @Test(arguments: honest)
    func `A creation that is interrupted at any step leaves no ledger or a whole one`(
        _ kind: DiskFault.Kind
    ) async throws {
        var step = 1
        var wasReached = true
        while wasReached {
            let fault = DiskFault(kind, at: step)
            var bench = try DiskTrial.bench()
            defer { try? FileManager.default.removeItem(atPath: bench.disk.folder) }
            bench.disk.arm(fault)
            try? bench.makeLedger()
            wasReached = bench.disk.steps >= step
            bench.disk.freeze()
            var random = SeededRandom(seed: UInt64(step))
            try bench.disk.losePower(&random)
            do { try bench.makeLedger() } catch StoreError.hasLedger {}
            try bench.start()
            var answers = Answers()
            await answers.send([try DiskTrial.reward("first", sequence: 0)], to: bench)
            #expect(answers.committed.count == 1, "\(fault): \(answers)")
            #expect(try await bench.check(promised: answers.committed).faults.isEmpty, "\(fault)")
            step += 1
        }
        #expect(step > 10, "\(kind): only \(step - 1) steps were found")
        print("\(kind) while a ledger is made: \(step - 1) trials")
    }

    /// Starts again after the power went: whether a loss is noticed, which only a disk that lies may cause.
    private static func isNoticed(_ fault: DiskFault, _ bench: inout NodeBench, _ answers: Answers) async -> Bool {
        do {
            try bench.start()
            let found = try await bench.check(promised: answers.committed).faults
            #expect(fault.isLie || found.isEmpty, "\(fault): \(found)")
            return !found.isEmpty
        } catch {
            #expect(fault.isLie && (error is GuardFault || error is StoreError), "\(fault): \(error)")
            return true
        }
    }

    @Test(arguments: DiskFault.Kind.allCases)
    func `Closing folds the log into the database, and no step of that loses a block`(
        _ kind: DiskFault.Kind
    ) async throws {
        let start = try await DiskTrial.Start()
        var step = 1
        var noticed = 0
        var wasReached = true
        while wasReached {
            let fault = DiskFault(kind, at: step)
            var bench = try DiskTrial.bench(start.files)
            defer { try? FileManager.default.removeItem(atPath: bench.disk.folder) }
            try bench.start()
            var answers = Answers()
            await answers.send(try DiskTrial.attacked(), to: bench)
            await answers.send([try DiskTrial.reward("more", sequence: 4)], to: bench)
            #expect(answers.committed.count == 4)
            bench.disk.arm(fault)
            await bench.stop()
            wasReached = bench.disk.steps >= step
            var random = SeededRandom(seed: UInt64(step))
            try bench.disk.losePower(&random)
            noticed += await Self.isNoticed(fault, &bench, answers) ? 1 : 0
            step += 1
        }
        #expect(step > 10, "\(kind): only \(step - 1) steps were found")
        print("\(kind) while the log is folded in: \(step - 1) trials, \(noticed) losses noticed")
    }

    @Test(arguments: DiskFault.Kind.allCases, [false, true])
    func `Folding in the log beside the commits loses no block, whichever of its steps fails`(
        _ kind: DiskFault.Kind, goesOn: Bool
    ) async throws {
        guard kind != .end || !goesOn else { return }
        let start = try await DiskTrial.Start()
        var step = 1
        var noticed = 0
        var wasReached = true
        while wasReached {
            let fault = DiskFault(kind, at: step)
            var bench = try DiskTrial.bench(start.files)
            defer { try? FileManager.default.removeItem(atPath: bench.disk.folder) }
            try bench.start()
            var answers = Answers()
            await answers.send(try DiskTrial.attacked(), to: bench)
            bench.disk.arm(fault)
            // It fails or not; what counts is what is there afterwards.
            try? bench.node?.store.fold()
            wasReached = bench.disk.steps >= step
            if goesOn {
                bench.disk.lift()
                // The next commit writes over the log if all of it was folded in.
                await answers.send([try DiskTrial.reward("more", sequence: 4)], to: bench)
                #expect(fault.isLie || answers.committed.count == 4, "\(fault): \(answers)")
            }
            var random = SeededRandom(seed: UInt64(step))
            try await bench.losePower(&random)
            noticed += await Self.isNoticed(fault, &bench, answers) ? 1 : 0
            step += 1
        }
        #expect(step > 10, "\(kind): only \(step - 1) steps were found")
        print("\(kind) in a fold\(goesOn ? " before a commit" : ""): \(step - 1) trials, \(noticed) losses noticed")
    }

    @Test(.enabled(if: FullDisk.isPossible, "only root can mount a small tmpfs"))
    func `On a disk that is really full the node stops, says so, and goes on once there is room`() async throws {
        let disk = try FullDisk(bytes: 2 << 20)
        defer { disk.unmount() }
        var bench = try NodeBench(
            DiskTrial.community, in: disk.folder, clock: FixedClock(TestCommunity.start))
        try bench.makeLedger()
        try bench.start()
        var answers = Answers()
        await answers.send([try DiskTrial.reward("T0", sequence: 0)], to: bench)
        #expect(answers.committed.count == 1)
        var sequence: UInt64 = 1
        for room in [0, 4096, 16384, 40_000] {
            try disk.fill(leaving: room)
            var full = Answers()
            // Some blocks may still fit, until one does not.
            while full.unknown.isEmpty && sequence < 1000 {
                await full.send([try DiskTrial.reward("T\(sequence)", sequence: sequence)], to: bench)
                sequence += 1
            }
            guard case .failed(let reason, mayRecover: true) = await bench.phase else {
                Issue.record("it takes transactions on a full disk")
                return
            }
            #expect(reason.contains("full") || reason.contains("No space left"), "\(reason)")
            try disk.makeRoom()
            await bench.build()
            #expect(await bench.phase == .accepting)
            answers.committed.merge(full.committed) { first, _ in first }
            #expect(try await bench.check(promised: answers.committed).faults.isEmpty)
            var again = Answers()
            await again.send([try DiskTrial.reward("T\(sequence - 1)", sequence: sequence - 1)], to: bench)
            // Where the block still fitted and only the guard did not, it is there already.
            let isThere = again.rejections.map(\.name) == ["wrongSequence"]
            #expect(again.committed.count == 1 || isThere, "\(again)")
            answers.committed.merge(again.committed) { first, _ in first }
        }
        #expect(try await bench.check(promised: answers.committed).faults.isEmpty)
        await bench.stop()
    }
}

/// A small file system in memory.
struct FullDisk {
    let folder: String
    private var ballast: String { folder + "/ballast" }

    static let isPossible = (try? FullDisk(bytes: 1 << 20).unmount()) != nil

    init(bytes: Int) throws {
        folder = NSTemporaryDirectory() + "laurel-full-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let mount = try Child.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "laurel", folder])
        guard mount.status == 0 else {
            try FileManager.default.removeItem(atPath: folder)
            throw mount
        }
    }

    func fill(leaving room: Int) throws {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw EngineTests.Failure("statvfs: \(errno)") }
        let free = Int(status.f_bavail) * Int(status.f_bsize)
        try Data(count: max(0, free - room)).write(to: URL(filePath: ballast))
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: ballast) }

    func unmount() {
        _ = try? Child.run("umount", ["-l", folder])
        try? FileManager.default.removeItem(atPath: folder)
    }
}
