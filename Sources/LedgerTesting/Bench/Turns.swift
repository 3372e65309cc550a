import Foundation

/// Two sides of processes that work in turns, a quarter of a second each, so that a machine whose speed changes does so for both.
package enum Turns {
    private static let turn = Duration.milliseconds(250)

    /// Lets both sides work to their ends.
    ///
    /// Each process stops itself (SIGSTOP) when it is ready to begin.
    ///
    /// - Returns: for how many seconds each side was let work.
    package static func run(_ first: [Child], _ second: [Child]) throws -> (first: Double, second: Double) {
        for child in first + second { try child.waitUntilStopped() }
        var seconds = (first: 0.0, second: 0.0)
        while (first + second).contains(where: { $0.status == nil }) {
            seconds.first += letWork(first)
            seconds.second += letWork(second)
        }
        return seconds
    }

    /// Lets them work for one turn or to their ends: for how many seconds that was.
    private static func letWork(_ children: [Child]) -> Double {
        let living = children.filter { $0.status == nil }
        guard !living.isEmpty else { return 0 }
        let start = ContinuousClock.now
        for child in living { child.send(SIGCONT) }
        // Looked at so often that an end is known within a hundredth of a turn, so seldom that looking takes nothing from who works.
        repeat { usleep(2_000) } while living.contains { $0.status == nil } && ContinuousClock.now - start < turn
        for child in living { child.send(SIGSTOP) }
        return (ContinuousClock.now - start) / .seconds(1)
    }
}

extension Child {
    /// Waits until it has stopped itself.
    fileprivate func waitUntilStopped() throws {
        var state = siginfo_t()
        waitid(P_PID, id_t(id), &state, WSTOPPED | WEXITED | WNOWAIT)
        guard state.si_code == CLD_STOPPED else { throw BenchFailure("a process ended before its turn") }
    }
}
