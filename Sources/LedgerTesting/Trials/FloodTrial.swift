import Foundation
import LedgerClient
import LedgerCrypto
import Synchronization

/// Offers a node far more than it can take, with clients that misbehave in every way, and watches its memory and those who are honest.
package struct FloodTrial: Sendable {
    package struct Options: Sendable {
        package var senders = 64
        package var requestsPerSender = 20
        /// So many threads send for each sender at once.
        package var threadsPerSender = 16
        package var idle = 10_000
        package var halfOpen = 200
        package var endless = 200
        package var deaf = 20
        package var seconds = 20
        /// The most memory that the node may use, in MiB.
        package var memoryMiB = 1024
        /// What strangers can ask of a node, each kind by itself, before the flood.
        package var cost = CostTrial.Options()

        package init() {}
    }

    package struct Report: Sendable {
        package var lines: [String] = []
        package var faults: [String] = []
    }

    private let laurel: String
    private let options: Options
    private let say: @Sendable (String) -> Void

    package init(
        laurel: String = NodeProcess.executable, options: Options = Options(),
        say: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.laurel = laurel
        self.options = options
        self.say = say
    }

    package func run() async throws -> Report {
        var report = Report()
        func line(_ text: String) {
            report.lines.append(text)
            say(text)
        }
        let home = try NodeProcess.Home(.unlimited, laurel: laurel)
        defer { home.remove() }
        // All of the trial's connections come from one address, as those of all clients do behind a proxy.
        let node = try NodeProcess(home, arguments: ["--connections-per-address", "16384"])
        let port = UInt16(node.url.split(separator: ":").last ?? "") ?? 0
        let client = try node.client()
        // Sender 0 is honest; one half of the others finds the node's rate, the other half floods.
        let half = options.senders / 2
        _ = try await client.submit(try home.community.fundTrialSenders(options.senders + 2))
        let honest = HonestSender(0, of: home.community, client: client)
        let calm = try Flood.presign(home.community, senders: 1..<half + 1, requests: options.requestsPerSender)
        let storm = try Flood.presign(
            home.community, senders: half + 1..<options.senders + 1, requests: options.requestsPerSender)

        await honest.send(for: .seconds(2))
        let before = await honest.take()
        line("at rest: an honest sender's \(before); \(node.residentBytes >> 20) MiB")

        let start = ContinuousClock.now
        let taken = await Flood(calm, port: port, repeats: false).finished()
        let saturating = Double(taken.taken * Flood.requestSize) / seconds(since: start)
        line("saturated by \(half) senders: \(Int(saturating)) transactions a second committed")

        let memory = MemoryWatch(node)
        let cost = CostTrial(
            options: options.cost, community: home.community, port: port, honest: honest,
            producerIndex: options.senders + 1, client: client)
        report.faults += try await cost.run(line)

        let nuisance = Nuisance(
            port: port, idle: options.idle, halfOpen: options.halfOpen, endless: options.endless, deaf: options.deaf)
        let stormStart = ContinuousClock.now
        let flood = Flood(storm, port: port, threadsPerSender: options.threadsPerSender)
        await honest.send(for: .seconds(options.seconds))
        let offered = await flood.stop()
        let length = seconds(since: stormStart)
        let during = await honest.take()
        let requests = offered.taken + offered.refused
        let rate = Double(requests * Flood.requestSize) / length
        line(
            "flooded for \(Int(length)) s beside \(nuisance.counts.opened) idle, half-open, endless and deaf connections: "
                + "\(Int(rate)) transactions a second offered (\(String(format: "%.1f", rate / saturating)) times as many), "
                + "\(offered.refused) of \(offered.requests) requests refused with 429 or 503, "
                + "\(offered.withoutRetryAfter) without Retry-After, \(offered.broken) broken off")
        line("meanwhile: an honest sender's \(during), \(await honest.retries) times told to come back")
        if let other = offered.other.first { report.faults.append("\(other.value) answers of status \(other.key)") }
        if offered.refused == 0 { report.faults.append("nobody was refused: that was no flood") }
        if offered.withoutRetryAfter > 0 { report.faults.append("refusals without Retry-After") }

        let floodEnd = ContinuousClock.now
        var recovered: Double?
        while recovered == nil && seconds(since: floodEnd) < 30 {
            await honest.sendOne()
            let latency = await honest.take()
            if latency.maxMs <= max(3 * before.p99Ms, 200) { recovered = seconds(since: floodEnd) }
        }
        line("after the flood: latency is back after \(recovered.map { String(format: "%.1f", $0) } ?? "over 30") s")
        if recovered ?? 31 > 5 { report.faults.append("latency does not recover within 5 s") }
        await nuisance.stop()
        let peak = memory.stop()
        line("memory: \(peak >> 20) MiB at most, \(node.residentBytes >> 20) MiB at the end")
        if peak >> 20 > options.memoryMiB { report.faults.append("\(peak >> 20) MiB are over \(options.memoryMiB)") }
        if during.count == 0 { report.faults.append("the honest sender got nothing through") }
        report.faults += await honest.faults
        try? await client.shutdown()
        node.terminate()
        let (status, output) = try home.audit()
        line("the audit of what was committed \(status == 0 ? "holds" : "does not hold: \(output)")")
        if status != 0 { report.faults.append("the audit does not hold") }
        return report
    }

    private func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

/// Looks at a node's memory ten times a second.
final class MemoryWatch: Sendable {
    private let isRunning = Atomic(true)
    private let peak = Mutex(0)
    private let done = DispatchSemaphore(value: 0)

    init(_ node: NodeProcess) {
        Thread { [self] in
            while isRunning.load(ordering: .relaxed) {
                let now = node.residentBytes
                peak.withLock { $0 = max($0, now) }
                // So often that no rise of seconds is missed, so seldom that looking costs the node nothing.
                Thread.sleep(forTimeInterval: 0.1)
            }
            done.signal()
        }.start()
    }

    func stop() -> Int {
        isRunning.store(false, ordering: .relaxed)
        return peak.withLock { $0 }
    }
}
