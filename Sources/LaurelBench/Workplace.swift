import Foundation
import Glibc
import LedgerTesting

/// A temporary folder for a run's data, and how large and how often.
final class Workplace: Sendable {
    let size: BenchSize
    let repeats: Int
    let directory: String

    init(size: BenchSize, repeats: Int) throws {
        self.size = size
        self.repeats = repeats
        directory = NSTemporaryDirectory() + "laurel-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    /// Progress, for whoever waits.
    func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// A goal, where the data are large enough for it.
    func goal(_ goal: Figure.Goal) -> Figure.Goal? { size.transactions == BenchSize.full.transactions ? goal : nil }
}

extension Child {
    /// Runs a subcommand that prints one JSON object as a process of its own, so that its memory is its own.
    static func run<Answer: Decodable>(_ arguments: [String], as: Answer.Type = Answer.self) throws -> Answer {
        try start(arguments).answer()
    }

    static func start(_ arguments: [String]) throws -> Running {
        try start(URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path, arguments)
    }
}

extension Running {
    func answer<Answer: Decodable>(as: Answer.Type = Answer.self) throws -> Answer {
        let outcome = try outcome()
        guard outcome.status == 0 else { throw BenchFailure("\(outcome)") }
        return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    }
}

/// Processor time that was used so far, in seconds.
enum CPU {
    static var own: Double { seconds(usage(RUSAGE_SELF)) }
    /// Of children that have ended and were waited for.
    static var children: Double { seconds(usage(RUSAGE_CHILDREN)) }

    private static func seconds(_ usage: rusage) -> Double {
        [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}

/// The most memory that this process had at once, by proc(5): what getrusage(2) says of a child is at least what its parent had.
enum Memory {
    static var peakKiB: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            guard let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
                throw BenchFailure("/proc/self/status does not say VmHWM")
            }
            return number
        }
    }
}

private func usage(_ who: __rusage_who) -> rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(who.rawValue), &usage)
    return usage
}
