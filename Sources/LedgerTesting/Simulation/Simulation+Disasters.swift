import Ledger
import LedgerNode
import LedgerStore

extension Simulation {
    /// The disk fails in the middle of a commit; then it is mended, or the node goes down with it.
    mutating func failDisk() async throws {
        let kinds = DiskFault.Kind.allCases.filter { !DiskFault($0, at: 1).isLie }
        let kind = kinds.randomElement(using: &random) ?? .broken
        bench.disk.arm(DiskFault(kind, at: Int.random(in: 1...60, using: &random)))
        report.diskFaults += 1
        try await build()
        // While it lasts, whoever comes is told.
        if hasFailed && random.isOne(in: 2) {
            try await attempt()
            try await build()
        }
        if kind == .end || random.isOne(in: 10) {
            try await restart()
        } else {
            bench.disk.lift()
            if random.isOne(in: 2) { try await build() }
        }
    }

    /// The node ends, well or badly, and starts again.
    mutating func restart() async throws {
        report.restarts += 1
        switch Int.random(in: 0..<4, using: &random) {
        case 0: await bench.kill()
        case 1 where !hasFailed:
            bench.disk.lift()
            try await stopGracefully()
        default: try await bench.losePower(&random)
        }
        while bench.node == nil {
            do { try bench.start() } catch let fault as ClockFault { try setClock(fault) }
        }
        try adopt(try bench.node?.store.head()?.header.height ?? 0)
        try await compareAll()
        try await replay()
    }

    /// What waits is committed first.
    private mutating func stopGracefully() async throws {
        bench.clock.advance(bench.limits.blockInterval)
        try await build()
        await bench.stop()
    }

    /// A node that does not trust its clock is right not to.
    private mutating func setClock(_ fault: ClockFault) throws {
        let wall = bench.clock.wall.milliseconds
        switch fault {
        case .headInFuture(let head, _):
            guard head.milliseconds > wall else { throw Difference("\(fault), but it does not") }
            bench.clock.set(wall: head)
        case .headTooOld(let head, _):
            guard wall > head.milliseconds + 30 * 86_400_000 else { throw Difference("\(fault), but it is not") }
            bench.acceptTime = true
        case .drifted: throw fault
        }
    }
}
