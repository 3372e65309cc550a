import Foundation
import Testing

/// What a command came to.
struct Outcome: Sendable, CustomStringConvertible {
    let command: String
    let status: Int32
    /// What it wrote to standard output, and to standard error.
    let output: String
    let error: String

    var description: String { "$ \(command)\n\(output)\(error)=> \(status)" }

    /// Its output, once it is certain that it did what was asked.
    @discardableResult
    func done(_ place: SourceLocation = #_sourceLocation) throws -> String {
        try #require(status == 0, "\(self)", sourceLocation: place)
        return output
    }

    /// That it ended with a code and said so, in whole.
    func expect(_ status: Int32, error: String, _ place: SourceLocation = #_sourceLocation) {
        #expect(self.status == status, "\(self)", sourceLocation: place)
        #expect(self.error == error + "\n", "\(command)", sourceLocation: place)
    }

    /// A value of lines `name   value`, as people read them.
    subscript(name: String) -> String? {
        for line in output.split(separator: "\n") where line.hasPrefix(name + " ") {
            return String(line.dropFirst(name.count).drop { $0 == " " })
        }
        return nil
    }

    /// The output as JSON.
    func json() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(try done().utf8))
        return try #require(value as? [String: Any], "\(self)")
    }
}

extension Home {
    /// Runs `laurel` to its end.
    func laurel(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(Self.executable, arguments, input: input, environment: environment)
    }

    /// Runs any program to its end. What it writes goes to files, so that it never waits for somebody to read.
    func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        let name = "run-\(UUID().uuidString)"
        defer { for end in [".in", ".out", ".err"] { try? FileManager.default.removeItem(atPath: path(name + end)) } }
        try write(name + ".in", input)
        let input = try descriptor(name + ".in", O_RDONLY)
        let output = try descriptor(name + ".out", O_WRONLY | O_CREAT)
        let error = try descriptor(name + ".err", O_WRONLY | O_CREAT)
        defer { for descriptor in [input, output, error] { close(descriptor) } }
        let child = try Child(
            program, arguments, environment: self.environment(environment), folder: folder, input: input,
            output: output, error: error)
        let status = await child.end()
        return Outcome(
            command: ([URL(filePath: program).lastPathComponent] + arguments).joined(separator: " "), status: status,
            output: try read(name + ".out"), error: try read(name + ".err"))
    }

    /// Opens one of the home's files.
    func descriptor(_ name: String, _ flags: Int32) throws -> Int32 {
        let descriptor = open(path(name), flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return descriptor
    }
}
