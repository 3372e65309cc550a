import Foundation
import LedgerTesting

/// A command on a terminal of its own, with somebody who reads and types.
final class Conversation {
    private let process: Child
    private let terminal: Int32
    private let command: String
    private let output: String
    /// All that the terminal has shown.
    private var transcript = ""
    private var unread = ""

    convenience init(_ home: Home, _ arguments: String...) throws { try self.init(home, arguments) }

    /// Starts `laurel` with its input and errors on a new terminal; what it prints goes to a file.
    init(_ home: Home, _ arguments: [String], environment: [String: String] = [:]) throws {
        let (ours, theirs) = try ends { openpty(&$0, &$1, nil, nil, nil) }
        terminal = ours
        command = "laurel " + arguments.joined(separator: " ")
        output = home.path("terminal-\(UUID().uuidString)")
        let file = try Child.descriptor(output, O_WRONLY | O_CREAT)
        defer { for descriptor in [theirs, file] { close(descriptor) } }
        process = try Child(
            "setsid", ["--ctty", "--wait", NodeProcess.executable] + arguments,
            environment: home.environment(environment),
            folder: home.folder, input: theirs, output: file, error: theirs)
    }

    deinit { close(terminal) }

    /// Waits until it is asked a question that has these words, and types the answer and a line feed.
    func answer(_ words: String, _ answer: String) async throws { try await type(words, answer + "\n") }

    /// The same with what is typed as it is.
    func type(_ words: String, _ answer: String) async throws {
        while !unread.contains(words) {
            guard let text = await next() else { throw try await end() }
            unread += text
        }
        unread = ""
        let line = Array(answer.utf8)
        guard write(terminal, line, line.count) == line.count else { throw POSIXError(.EIO) }
    }

    /// Waits for its end. What the terminal showed is in the outcome's error.
    func end() async throws -> Outcome {
        while await next() != nil {}
        return Outcome(
            command: command, status: await process.end(), output: try String(contentsOfFile: output, encoding: .utf8),
            error: transcript)
    }

    /// What the terminal shows next; nil once it is left.
    private func next() async -> String? {
        let text = await aside { [terminal] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(terminal, &bytes, bytes.count)
            return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
        }
        transcript += text ?? ""
        return text
    }
}
