import Foundation
import Synchronization

/// A program that is read line by line, and written to. Its errors go to a file, or where ours go.
package final class TalkingChild: Sendable {
    package let process: Child
    private let (input, output): (Int32, Int32)
    private let unread = Mutex<[UInt8]>([])

    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = Child.ownEnvironment,
        folder: String = ".", errors path: String? = nil
    ) throws {
        let (theirInput, ourInput) = try ends()
        let (ourOutput, theirOutput) = try ends()
        (input, output) = (ourInput, ourOutput)
        let error = try path.map { try Child.descriptor($0, O_WRONLY | O_CREAT | O_APPEND) }
        defer { for descriptor in [theirInput, theirOutput, error].compactMap({ $0 }) { close(descriptor) } }
        process = try Child(
            program, arguments, environment: environment, folder: folder, input: theirInput, output: theirOutput,
            error: error ?? STDERR_FILENO)
    }

    deinit { for descriptor in [input, output] { close(descriptor) } }

    package func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.write(input, bytes, bytes.count) == bytes.count else { throw POSIXError(.EPIPE) }
    }

    /// The next line that it prints, without its end; waits for it. Nil once it prints no more.
    package func line() -> String? {
        unread.withLock { unread in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while !unread.contains(UInt8(ascii: "\n")) {
                let count = read(output, &bytes, bytes.count)
                guard count > 0 else { break }
                unread += bytes[..<count]
            }
            guard !unread.isEmpty else { return nil }
            let line = unread.prefix { $0 != UInt8(ascii: "\n") }
            unread.removeFirst(min(line.count + 1, unread.count))
            return String(decoding: line, as: UTF8.self)
        }
    }
}
