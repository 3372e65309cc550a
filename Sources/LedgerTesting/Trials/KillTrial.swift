import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerStore

/// Kills a node under load with SIGKILL at random moments. After each kill `laurel audit` must hold on what was left, and
/// after each start every transaction that a client was told is committed must be there, in the block that it was told.
package struct KillTrial: Sendable {
    package struct Result: Sendable, CustomStringConvertible {
        package var kills = 0
        package var told = 0
        package var blocks: UInt64 = 0
        package var faults: [String] = []

        package var description: String {
            "\(kills) kills in \(blocks) blocks: \(told) transactions were told to be committed, "
                + "\(faults.count) lost, double or wrong; \(kills) audits"
        }
    }

    private let laurel: String
    private let seed: UInt64
    private let senderCount = 6
    /// So that audits stay short, a new ledger is begun after so many kills.
    private let killsPerLedger = 25

    package init(laurel: String = NodeProcess.executable, seed: UInt64) {
        self.laurel = laurel
        self.seed = seed
    }

    /// - Parameters:
    ///   - seconds: ends after so long even if that is before the last kill.
    ///   - progress: called after each kill.
    package func run(
        kills: Int, seconds: Int = .max, progress: @Sendable (Result) -> Void = { _ in }
    ) async throws -> Result {
        let start = ContinuousClock.now
        var result = Result()
        var random = SeededRandom(seed: seed)
        while result.kills < kills && result.faults.isEmpty && ContinuousClock.now - start < .seconds(seconds) {
            try await runLedger(
                kills: min(killsPerLedger, kills - result.kills), &result, &random, progress: progress)
        }
        return result
    }

    private func runLedger(
        kills: Int, _ result: inout Result, _ random: inout SeededRandom, progress: @Sendable (Result) -> Void
    ) async throws {
        let home = try NodeProcess.Home(.unlimited, laurel: laurel)
        defer { home.remove() }
        let senders = (0..<senderCount).map { TrialSender($0, of: home.community, seed: random.next()) }
        for kill in 0..<kills {
            // A short interval, so that many moments fall into a commit.
            let node = try NodeProcess(home, arguments: ["--block-interval", "3ms"])
            let client = try node.client()
            do {
                if kill == 0 { _ = try await client.submit(try home.community.fundTrialSenders(senderCount)) }
                let faults = await look(for: senders, at: client)
                result.faults += faults.map { "seed \(seed), kill \(result.kills): \($0)" }
                let delay = Duration.milliseconds(Int.random(in: 0...250, using: &random))
                await withTaskGroup(of: Void.self) { tasks in
                    for sender in senders { tasks.addTask { await sender.send(to: client) } }
                    // A random moment is what this waits for.
                    try? await Task.sleep(for: delay)
                    node.kill()
                    tasks.cancelAll()
                }
            } catch {
                node.kill()
                try? await client.shutdown()
                throw error
            }
            try? await client.shutdown()
            result.kills += 1
            let (status, output) = try home.audit()
            if status != 0 { result.faults.append("seed \(seed), kill \(result.kills): the audit says \(output)") }
            progress(result)
            guard result.faults.isEmpty else { return }
        }
        try await checkEnd(home, senders, &result)
    }

    /// The node serves everything that it promised before it was killed.
    private func look(for senders: [TrialSender], at client: LedgerClient) async -> [String] {
        var faults: [String] = []
        var hashes: [UInt64: String] = [:]
        for sender in senders {
            faults += await sender.faults
            for (id, block) in await sender.takeNews() {
                do {
                    let view = try await client.transaction(id)
                    let height = view.height ?? 0
                    if hashes[height] == nil { hashes[height] = try await client.block(height).hash }
                    if view.status != "committed" || hashes[height] != block {
                        faults.append("\(id): told block \(block), is \(view.status) in \(hashes[height] ?? "none")")
                    }
                } catch { faults.append("\(id) was told to be committed: \(error)") }
            }
        }
        return faults
    }

    /// Everything that was ever promised on this ledger is there, once.
    private func checkEnd(_ home: NodeProcess.Home, _ senders: [TrialSender], _ result: inout Result) async throws {
        let store = try LedgerStore.open(at: home.data, access: .readWrite)
        let check = await WholeCheck(store)
        result.faults += check.faults
        result.blocks += check.height
        for sender in senders {
            let told = await sender.told
            result.told += told.count
            for id in told.keys where check.counts[id] != 1 {
                result.faults.append("seed \(seed): \(id) is there \(check.counts[id] ?? 0) times")
            }
            result.faults += await sender.faults
        }
    }
}
