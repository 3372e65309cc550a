import Foundation
import Ledger
import LedgerCrypto
import LedgerNode

/// A community at work, drawn from a seed: honest people, thieves, mistaken clerks, and disasters. What the real node answers and
/// holds is compared with a model after each step.
///
/// The node is the real one without sockets: engine, builder, store, guard and start, on a simulated disk and clock. A run is cut into
/// episodes, each with a new chain.
package struct Simulation {
    package struct Report: Sendable, CustomStringConvertible {
        package var steps = 0
        package var episodes = 0
        package var accepted = 0
        package var rejected: [String: Int] = [:]
        package var blocks: UInt64 = 0
        package var restarts = 0
        package var diskFaults = 0
        package var replays = 0

        package var description: String {
            "\(steps) steps in \(episodes) chains: \(accepted) accepted, \(rejected.values.reduce(0, +)) rejected by "
                + "\(rejected.count) rules, \(blocks) blocks, \(restarts) restarts, \(diskFaults) disk faults, "
                + "\(replays) full replays; 0 differences from the model"
        }
    }

    let seed: UInt64
    package internal(set) var report = Report()
    package var random: SeededRandom
    var bench: NodeBench
    package let community: TestCommunity
    let cast: Cast

    /// The ledger after the last block that is durable for sure.
    var durable: ModelLedger
    /// After each block that was sealed since.
    var sealed: [ModelLedger] = []
    /// With the transactions of the open block.
    var open: ModelLedger
    var openCount = 0
    var dueAt: UInt64?
    var waiting: [SentTransaction] = []
    var hasFailed = false
    var promised: [Digest: SignedHeader] = [:]
    /// What was sent lately, for those who send it again.
    var recent: [Sent] = []
    var paid: [Digest] = []
    var ticketNumber = 0

    struct SentTransaction {
        let waiting: WaitingTransaction
        let id: Digest
        let height: UInt64
        let sender: AccountID
    }

    struct Sent {
        let transaction: Transaction
        let signers: Set<PublicKey>
        let bytes: [UInt8]
        /// The rule that it breaks whatever the state.
        var flaw: String?
    }

    static let episodeSteps = 10_000

    /// Runs so many steps, in as many chains as that takes; no further chain is begun after so many seconds.
    ///
    /// - Throws: ``SimulationFault`` at the first difference.
    package static func run(
        seed: UInt64, steps: Int, seconds: Int = .max, progress: (Report) -> Void = { _ in }
    ) async throws -> Report {
        var report = Report()
        var episode = UInt64(0)
        let start = ContinuousClock.now
        while report.steps < steps && ContinuousClock.now - start < .seconds(seconds) {
            var simulation = try Simulation(seed: seed, episode: episode, report: report)
            defer { try? FileManager.default.removeItem(atPath: simulation.bench.disk.folder) }
            do {
                try await simulation.play(steps: min(episodeSteps, steps - report.steps))
            } catch {
                throw SimulationFault(seed: seed, step: simulation.report.steps, "\(error)")
            }
            report = simulation.report
            episode += 1
            progress(report)
        }
        return report
    }

    private init(seed: UInt64, episode: UInt64, report: Report) throws {
        self.seed = seed
        self.report = report
        random = SeededRandom(seed: seed &* 1_000_003 &+ episode)
        community = TestCommunity(allowance: 60, cap: 1000, budget: 15_000, supplyCap: 400_000)
        cast = Cast()
        let folder = NSTemporaryDirectory() + "laurel-simulation-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        bench = try NodeBench(community, in: folder, clock: FixedClock(TestCommunity.start))
        bench.limits.queuePerSender = 30
        durable = ModelLedger(community.genesis)
        open = durable
    }

    private mutating func play(steps: Int) async throws {
        try bench.makeLedger()
        try bench.start()
        report.episodes += 1
        for step in 0..<steps {
            report.steps += 1
            try await takeStep()
            if let fault = open.fault { throw Difference("the model: \(fault)") }
            if step.isMultiple(of: 500) { try await compareAll() }
        }
        // Whatever still fails is mended, so that the end can be looked at.
        bench.disk.lift()
        try await build()
        try await build()
        try await compareAll()
        try await replay()
        report.blocks += durable.height
        await bench.stop()
    }

    private mutating func takeStep() async throws {
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<700: try await attempt()
        case 700..<940: try await build()
        case 940..<960: bench.clock.advance(Milliseconds(.random(in: 0...3000, using: &random)))
        case 960..<975: bench.clock.advance(Milliseconds(.random(in: 0...14_400_000, using: &random)))
        case 975..<980: moveWall(back: .random(in: 0...600_000, using: &random))
        case 980..<981: bench.clock.advance(.days(.random(in: 1...3, using: &random)))
        case 981..<985: try await failDisk()
        case 985..<986: if random.isOne(in: 2) { try await restart() }
        default: try await sendAgain()
        }
    }

    /// An administrator sets the wall clock back.
    private mutating func moveWall(back: UInt64) {
        let wall = bench.clock.wall.milliseconds
        bench.clock.set(wall: Timestamp(milliseconds: max(TestCommunity.start.milliseconds, wall - back)))
    }
}

/// Where the node and the model differ.
struct Difference: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A difference with the command that shows it again.
package struct SimulationFault: Error, CustomStringConvertible {
    package let seed: UInt64
    package let step: Int
    package let what: String

    init(seed: UInt64, step: Int, _ what: String) {
        self.seed = seed
        self.step = step
        self.what = what
    }

    package var description: String { "step \(step): \(what)\nReplay it with: scripts/simulate \(seed) \(step)" }
}
