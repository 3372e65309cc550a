import Foundation
import Synchronization

/// A command on a terminal of its own, with somebody who reads and types.
final class Conversation {
    private let process = Process()
    private let master: Int32
    private let command: String
    private let ends: Task<Int32, any Error>
    private let output: String
    private var said: AsyncStream<String>.Iterator
    /// All that the terminal has shown.
    private(set) var transcript = ""
    private var unread = ""

    /// Starts `laurel` with its input and errors on a new terminal; what it prints goes to a file.
    init(_ home: Home, _ arguments: [String]) throws {
        var (ours, theirs): (Int32, Int32) = (-1, -1)
        guard openpty(&ours, &theirs, nil, nil, nil) == 0, fcntl(ours, F_SETFD, FD_CLOEXEC) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        let master = ours
        self.master = master
        command = "laurel " + arguments.joined(separator: " ")
        let name = "terminal-\(UUID().uuidString)"
        output = home.path(name)
        let terminal = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["setsid", "--ctty", "--wait", Home.executable] + arguments
        process.environment = home.environment()
        process.currentDirectoryURL = URL(filePath: home.folder)
        process.standardInput = terminal
        process.standardError = terminal
        process.standardOutput = try home.file(name)
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        let (texts, text) = AsyncStream<String>.makeStream()
        said = texts.makeAsyncIterator()
        try process.run()
        try terminal.close()
        ends = Task {
            for await status in ended { return status }
            throw CancellationError()
        }
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = Glibc.read(master, &bytes, bytes.count)
                guard count > 0 else { return text.finish() }
                text.yield(String(decoding: bytes[..<count], as: UTF8.self))
            }
        }
    }

    deinit { close(master) }

    convenience init(_ home: Home, _ arguments: String...) throws { try self.init(home, arguments) }

    /// Waits until it is asked a question that has these words, and types the answer and a line feed.
    func answer(_ words: String, _ answer: String) async throws { try await type(words, answer + "\n") }

    /// The same with what is typed as it is.
    func type(_ words: String, _ answer: String) async throws {
        while !unread.contains(words) {
            guard let text = await said.next() else {
                throw Outcome(command: command, status: try await ends.value, output: "", error: transcript)
            }
            transcript += text
            unread += text
        }
        unread = ""
        let line = Array(answer.utf8)
        guard Glibc.write(master, line, line.count) == line.count else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Waits for its end. What the terminal showed is in the outcome's error.
    func end() async throws -> Outcome {
        while let text = await said.next() { transcript += text }
        return Outcome(
            command: command, status: try await ends.value, output: try String(contentsOfFile: output, encoding: .utf8),
            error: transcript)
    }
}
