import Glibc
import LedgerNode
import Testing

@Suite struct CheckingExecutorTests {
    /// The calling thread's: a larger one stands behind.
    private static var niceness: Int32 { getpriority(__priority_which_t(0), 0) }

    @Test func `Checks run behind the threads that answer requests`() async {
        let answering = await Task.detached { Self.niceness }.value
        let checking = await withTaskExecutorPreference(CheckingExecutor()) { await Self.niceness(of: 1) }
        #expect(checking > answering)
    }

    @Test func `All that is handed over is run, from many tasks at once`() async {
        let executor = CheckingExecutor()
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 1...1_000 { group.addTask(executorPreference: executor) { number } }
            return await group.reduce(0, +)
        }
        #expect(sum == 500_500)
    }

    /// As a function that belongs to no actor runs where its task prefers to.
    private nonisolated static func niceness(of _: Int) async -> Int32 { niceness }
}
