import Foundation

/// What a program came to.
package struct Outcome: Error, CustomStringConvertible {
    package let command: String
    package let status: Int32
    /// What it wrote to standard output, and to standard error.
    package let output: String
    package let error: String

    package init(command: String, status: Int32, output: String, error: String) {
        (self.command, self.status, self.output, self.error) = (command, status, output, error)
    }

    package var description: String { "$ \(command)\n\(output)\(error)=> \(status)" }
}

extension Child {
    /// This process's own environment.
    package static var ownEnvironment: [String: String] { ProcessInfo.processInfo.environment }

    /// Runs a program to its end.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = ownEnvironment, folder: String = ".",
        input: String = ""
    ) throws -> Outcome {
        try start(program, arguments, environment: environment, folder: folder, input: input).outcome()
    }

    /// Starts a program. What it writes goes to files, so that it never waits for somebody to read.
    package static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = ownEnvironment, folder: String = ".",
        input: String = ""
    ) throws -> Running {
        let files = try [input, "", ""].map { try scratch($0) }
        let child = try Child(
            program, arguments, environment: environment, folder: folder, input: files[0].fileDescriptor,
            output: files[1].fileDescriptor, error: files[2].fileDescriptor)
        return Running(
            child: child, command: ([URL(filePath: program).lastPathComponent] + arguments).joined(separator: " "),
            files: files)
    }

    /// A file without a name.
    private static func scratch(_ text: String) throws -> FileHandle {
        let path = NSTemporaryDirectory() + "laurel-run-\(UUID().uuidString)"
        let file = FileHandle(
            fileDescriptor: try descriptor(path, O_RDWR | O_CREAT | O_EXCL), closeOnDealloc: true)
        unlink(path)
        try file.write(contentsOf: Data(text.utf8))
        try file.seek(toOffset: 0)
        return file
    }

    /// Opens a file for this process alone, and for its owner.
    package static func descriptor(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return descriptor
    }
}

/// A program that was started and writes to files.
package struct Running {
    package let child: Child
    fileprivate let command: String
    fileprivate let files: [FileHandle]

    /// Waits for its end.
    package func outcome() throws -> Outcome {
        let status = child.wait()
        let texts = try files.map {
            try $0.seek(toOffset: 0)
            return String(decoding: try $0.readToEnd() ?? Data(), as: UTF8.self)
        }
        return Outcome(command: command, status: status, output: texts[1], error: texts[2])
    }
}
