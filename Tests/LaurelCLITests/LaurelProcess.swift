import Foundation
import Testing

/// The built `laurel`, run as its users run it.
final class LaurelProcess {
    /// It lies beside the bundle of the tests.
    static let executable: URL? = CommandLine.arguments.lazy.filter { $0.contains(".xctest") }.compactMap { argument in
        var folder = URL(filePath: argument)
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            let laurel = folder.appending(path: "laurel")
            if FileManager.default.isExecutableFile(atPath: laurel.path) { return laurel }
        }
        return nil
    }.first

    private let process = Process()
    private let ends: AsyncStream<Int32>
    private let output: URL
    private let errors: URL

    var pid: Int32 { process.processIdentifier }

    /// Starts it with the outputs in files of `folder`.
    init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
        let (ends, end) = AsyncStream<Int32>.makeStream()
        self.ends = ends
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        let name = UUID().uuidString
        (output, errors) = (folder.appending(path: name + ".out"), folder.appending(path: name + ".err"))
        for file in [output, errors] { try Data().write(to: file) }
        guard let executable = Self.executable else { throw Ended(text: "laurel is not beside the tests") }
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit { if process.isRunning { kill(pid, SIGKILL) } }

    var text: (output: String, errors: String) {
        get throws {
            (try String(contentsOf: output, encoding: .utf8), try String(contentsOf: errors, encoding: .utf8))
        }
    }

    /// Waits until it has printed `text` to either output.
    func waitFor(_ text: String) async throws {
        while case (let output, let errors) = try self.text, !output.contains(text), !errors.contains(text) {
            guard process.isRunning else { throw Ended(text: errors) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    struct Ended: Error { let text: String }

    func signal(_ number: Int32) { kill(pid, number) }

    /// - Returns: its exit status, or the signal that ended it. To be called once.
    @discardableResult
    func waitForEnd() async -> Int32? { await ends.first { _ in true } }
}
