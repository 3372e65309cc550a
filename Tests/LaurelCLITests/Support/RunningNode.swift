import Foundation
import Synchronization
import Testing

/// A node that runs as a process of its own on a free port.
final class RunningNode: Sendable {
    let url: String
    private let process: Mutex<Process>
    private let end: Task<Int32, any Error>
    private let log: String

    /// Starts it and returns once it listens.
    ///
    /// - Throws: ``Outcome`` of a node that ended before.
    init(_ home: Home, _ arguments: [String], environment: [String: String] = [:]) async throws {
        let process = Process()
        let (lines, found) = AsyncStream<String>.makeStream()
        let output = Pipe()
        let text = Mutex("")
        output.fileHandleForReading.readabilityHandler = { file in
            let data = file.availableData
            guard !data.isEmpty else {
                file.readabilityHandler = nil
                return found.finish()
            }
            let all = text.withLock {
                $0 += String(decoding: data, as: UTF8.self)
                return $0
            }
            if all.hasSuffix("\n") { found.yield(all) }
        }
        let name = "node-\(UUID().uuidString).log"
        log = home.path(name)
        process.executableURL = URL(filePath: Home.executable)
        process.arguments = ["node"] + arguments
        process.environment = home.environment(environment)
        process.currentDirectoryURL = URL(filePath: home.folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try home.file(name)
        let (ends, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            ended.yield($0.terminationStatus)
            ended.finish()
        }
        try process.run()
        end = Task { try #require(await ends.first { _ in true }) }
        let said = await lines.first { _ in true } ?? ""
        guard let line = said.split(separator: "\n").first, line.hasPrefix("Listening on ") else {
            throw Outcome(
                command: "laurel node " + arguments.joined(separator: " "), status: try await end.value, output: said,
                error: try String(contentsOfFile: log, encoding: .utf8))
        }
        url = String(line.dropFirst("Listening on ".count))
        self.process = Mutex(process)
    }

    deinit { kill(SIGKILL) }

    var processIdentifier: Int32 { process.withLock { $0.processIdentifier } }

    /// Sends it a signal, if it still runs.
    func kill(_ signal: Int32) {
        process.withLock { if $0.isRunning { Glibc.kill($0.processIdentifier, signal) } }
    }

    /// Asks it to stop and waits until it has: its exit status.
    func stop() async throws -> Int32 {
        kill(SIGTERM)
        return try await end.value
    }

    /// What it has written to its log.
    var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}

extension Outcome: Error {}
