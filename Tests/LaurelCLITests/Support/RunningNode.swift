import Foundation

/// A node that runs as a process of its own on a free port.
final class RunningNode: Sendable {
    let url: String
    let process: Child
    private let log: String

    /// Starts it and returns once it listens.
    ///
    /// - Throws: ``Outcome`` of a node that ended before.
    init(_ home: Home, _ arguments: [String], environment: [String: String] = [:]) async throws {
        let name = "node-\(UUID().uuidString).log"
        log = home.path(name)
        let (ours, theirs) = try ends { ours, theirs in
            var both: [Int32] = [-1, -1]
            defer { (ours, theirs) = (both[0], both[1]) }
            return pipe(&both)
        }
        let (input, error) = (open("/dev/null", O_RDONLY | O_CLOEXEC), try home.descriptor(name, O_WRONLY | O_CREAT))
        process = try Child(
            Home.executable, ["node"] + arguments, environment: home.environment(environment), folder: home.folder,
            input: input, output: theirs, error: error)
        for descriptor in [input, error, theirs] { close(descriptor) }
        var said = ""
        for await text in texts(from: ours) {
            said += text
            if said.contains("\n") { break }
        }
        guard let line = said.split(separator: "\n").first, line.hasPrefix("Listening on ") else {
            throw Outcome(
                command: "laurel node " + arguments.joined(separator: " "), status: await process.end(), output: said,
                error: try String(contentsOfFile: log, encoding: .utf8))
        }
        url = String(line.dropFirst("Listening on ".count))
    }

    /// Asks it to stop and waits until it has: its exit status.
    func stop() async throws -> Int32 {
        kill(process.id, SIGTERM)
        return await process.end()
    }

    /// What it has written to its log.
    var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}

extension Outcome: Error {}
