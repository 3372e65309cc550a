import Foundation

/// A command on a terminal of its own, with somebody who reads and types.
final class Conversation {
    private let process: Child
    private let terminal: Int32
    private let command: String
    private let output: String
    private var said: AsyncStream<String>.Iterator
    /// All that the terminal has shown.
    private var transcript = ""
    private var unread = ""

    convenience init(_ home: Home, _ arguments: String...) throws { try self.init(home, arguments) }

    /// Starts `laurel` with its input and errors on a new terminal; what it prints goes to a file.
    init(_ home: Home, _ arguments: [String]) throws {
        let (ours, theirs) = try ends { openpty(&$0, &$1, nil, nil, nil) }
        terminal = ours
        command = "laurel " + arguments.joined(separator: " ")
        let name = "terminal-\(UUID().uuidString)"
        output = home.path(name)
        let file = try home.descriptor(name, O_WRONLY | O_CREAT)
        process = try Child(
            "setsid", ["--ctty", "--wait", Home.executable] + arguments,
            environment: home.environment(), folder: home.folder, input: theirs, output: file, error: theirs)
        close(theirs)
        close(file)
        said = texts(from: ours).makeAsyncIterator()
    }

    /// Waits until it is asked a question that has these words, and types the answer and a line feed.
    func answer(_ words: String, _ answer: String) async throws { try await type(words, answer + "\n") }

    /// The same with what is typed as it is.
    func type(_ words: String, _ answer: String) async throws {
        while !unread.contains(words) {
            guard let text = await said.next() else { throw try await end() }
            transcript += text
            unread += text
        }
        unread = ""
        let line = Array(answer.utf8)
        guard write(terminal, line, line.count) == line.count else { throw POSIXError(.EIO) }
    }

    /// Waits for its end. What the terminal showed is in the outcome's error.
    func end() async throws -> Outcome {
        while let text = await said.next() { transcript += text }
        return Outcome(
            command: command, status: await process.end(), output: try String(contentsOfFile: output, encoding: .utf8),
            error: transcript)
    }
}
