import Ledger
import LedgerClient
import LedgerCrypto

/// A steady load for long, at a pace, while the node's memory is watched.
package struct SoakTrial: Sendable {
    private let laurel: String
    private let minutes: Int
    private let rate: Int

    package init(laurel: String = NodeProcess.executable, minutes: Int, rate: Int) {
        self.laurel = laurel
        self.minutes = minutes
        self.rate = rate
    }

    /// - Parameter say: called with a line each minute.
    /// - Returns: what was wrong.
    package func run(_ say: @Sendable (String) -> Void) async throws -> [String] {
        let home = try NodeProcess.Home(.unlimited, laurel: laurel)
        defer { home.remove() }
        let node = try NodeProcess(home)
        let client = try node.client()
        _ = try await client.submit(try home.community.fundTrialSenders(1))
        let sender = TrialSender(0, of: home.community, seed: 1)
        let start = ContinuousClock.now
        var memory: [Int] = []
        var sent = 0
        for minute in 1...minutes {
            let end = start + .seconds(minute * 60)
            while ContinuousClock.now < end {
                let next = ContinuousClock.now + .milliseconds(250)
                await sender.sendBatch(of: max(1, rate / 4), to: client)
                sent += max(1, rate / 4)
                // Readers too: a node is looked at more often than written to.
                _ = try await client.accounts(.balance, limit: 50)
                _ = try await client.history(TrialSender.account(0), limit: 20)
                try await Task.sleep(until: next)
            }
            memory.append(node.residentBytes)
            say("minute \(minute): \(sent) transactions sent, \(node.residentBytes >> 20) MiB")
        }
        var faults = await sender.faults
        // The first fifth warms up caches; after it nothing may grow but what the ledger itself holds, which here stands still.
        let settled = memory[min(memory.count - 1, memory.count / 5)]
        let last = memory[memory.count - 1]
        if last > settled + settled / 10 + 16 << 20 {
            faults.append("memory grew from \(settled >> 20) to \(last >> 20) MiB")
        }
        try await client.shutdown()
        node.terminate()
        let (status, output) = try home.audit()
        say(
            "soaked for \(minutes) minutes: \(settled >> 20) MiB then, \(last >> 20) MiB now; the audit "
                + (status == 0 ? "holds" : "does not hold: \(output)"))
        if status != 0 { faults.append("the audit does not hold") }
        return faults
    }
}
