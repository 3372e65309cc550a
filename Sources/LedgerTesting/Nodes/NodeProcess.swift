import Foundation
import Ledger
package import LedgerClient
import LedgerCrypto
import Synchronization

/// A real node in a process of its own: `laurel node` on a folder, with a key file, a genesis file and a guard.
package final class NodeProcess: Sendable {
    /// Everything that a node needs, in one folder that outlives it.
    package struct Home: Sendable {
        package let folder: String
        package let community: TestCommunity
        let laurel: String
        package var data: String { folder + "/ledger" }
        package var genesis: String { folder + "/genesis.json" }
        var keys: String { folder + "/keys" }
        var passphrase: String { folder + "/passphrase" }

        /// - Parameter laurel: the executable.
        package init(_ community: TestCommunity, laurel: String) throws {
            folder = NSTemporaryDirectory() + "laurel-trial-\(UUID().uuidString)"
            self.community = community
            self.laurel = laurel
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try Data(community.genesis.json).write(to: URL(filePath: genesis))
            try Data("trial\n".utf8).write(to: URL(filePath: passphrase))
            let sealed = try KeyFile.seal(community.producer, passphrase: Passphrase("trial"), cost: .light)
            try KeyStore(directory: keys).save("producer", sealed)
        }

        package func remove() { try? FileManager.default.removeItem(atPath: folder) }

        /// Runs `laurel audit` on the data folder.
        package func audit() throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(filePath: laurel)
            process.arguments = ["audit", data, "--genesis", genesis, "--no-remember"]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, text)
        }
    }

    /// `laurel` beside this executable, where a build puts both.
    package static let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/laurel"

    private struct Hidden: @unchecked Sendable {  // only used under the mutex
        let process: Process
    }
    private let hidden: Mutex<Hidden>
    package let identifier: Int32
    package let url: String

    /// Starts a node and waits until it takes connections.
    package init(_ home: Home, arguments: [String] = []) throws {
        let process = Process()
        process.executableURL = URL(filePath: home.laurel)
        process.arguments =
            [
                "node", "--data", home.data, "--genesis", home.genesis, "--producer", "producer", "--keys", home.keys,
                "--passphrase-file", home.passphrase, "--listen", "127.0.0.1:0", "--log-level", "warning",
            ] + arguments
        let output = Pipe()
        process.standardOutput = output
        let log = home.folder + "/node.log"
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw TrialFault("cannot open \(log): errno \(errno)") }
        let errors = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        process.standardError = errors
        try process.run()
        identifier = process.processIdentifier
        var line: [UInt8] = []
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                process.waitUntilExit()
                throw TrialFault("the node ended with \(process.terminationStatus): \(Self.tail(of: log))")
            }
            line += more
        }
        let text = String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard text.hasPrefix("Listening on ") else { throw TrialFault("the node says '\(text)'") }
        url = String(text.dropFirst("Listening on ".count))
        hidden = Mutex(Hidden(process: process))
    }

    private static func tail(of log: String) -> String {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").suffix(500).description
    }

    package func client() throws -> LedgerClient { try LedgerClient(url: url) }

    package var isRunning: Bool { hidden.withLock { $0.process.isRunning } }

    /// Ends it at once, wherever it is.
    package func kill() { end(SIGKILL) }

    /// Ends it as an operator does.
    package func terminate() { end(SIGTERM) }

    private func end(_ signal: Int32) {
        _ = Foundation.kill(identifier, signal)
        hidden.withLock { $0.process.waitUntilExit() }
    }

    /// The memory that it has in use, in bytes.
    package var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}

/// What a trial found wrong.
package struct TrialFault: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
