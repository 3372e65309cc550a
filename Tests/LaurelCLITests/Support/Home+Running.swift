import Foundation
import LedgerTesting
import Testing

extension Outcome {
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
        try await run(NodeProcess.executable, arguments, input: input, environment: environment)
    }

    /// Runs any program to its end.
    func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await aside { [environment = self.environment(environment), folder] in
            Result { try Child.run(program, arguments, environment: environment, folder: folder, input: input) }
        }.get()
    }

    /// Starts a node of its own, and returns once it listens.
    func node(_ arguments: [String], environment: [String: String] = [:]) async throws -> NodeProcess {
        try await aside { [environment = self.environment(environment), folder] in
            Result { try NodeProcess(arguments, environment: environment, folder: folder) }
        }.get()
    }
}

extension NodeProcess {
    /// Asks it to stop and waits until it has: its exit status.
    func stop() async -> Int32 {
        process.send(SIGTERM)
        return await process.end()
    }
}
