import Glibc
import UnixSignals

/// Ends what takes long in order when Ctrl-C is typed or somebody asks the process to end.
enum Interruption {
    /// Which signal it was.
    struct Interrupted: Error {
        let signal: Int32
    }

    /// Runs `body`, and cancels it at SIGINT or SIGTERM.
    ///
    /// - Throws: ``Interrupted`` once `body` has ended, which it does at its next wait.
    static func stopping<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result
    {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in signals { throw Interrupted(signal: signal == .sigint ? SIGINT : SIGTERM) }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }
}
