import Foundation
import Ledger
package import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

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
            let outcome = try Child.run(laurel, ["audit", data, "--genesis", genesis, "--no-remember"])
            return (outcome.status, outcome.output + outcome.error)
        }
    }

    /// `laurel` beside this executable, where a build puts both.
    package static let executable =
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path + "/laurel"

    private let node: TalkingChild
    package let url: String
    private let log: String
    package var process: Child { node.process }

    package convenience init(_ home: Home, arguments: [String] = []) throws {
        try self.init(
            laurel: home.laurel,
            [
                "--data", home.data, "--genesis", home.genesis, "--producer", "producer", "--keys", home.keys,
                "--guard", home.folder + "/guards",
                "--passphrase-file", home.passphrase, "--listen", "127.0.0.1:0", "--log-level", "warning",
            ] + arguments, folder: home.folder)
    }

    /// Starts a node and waits until it takes connections. Its log is a new file of `folder`.
    ///
    /// - Throws: ``Outcome`` of a node that ended before.
    package init(
        laurel: String = executable, _ arguments: [String], environment: [String: String] = Child.ownEnvironment,
        folder: String
    ) throws {
        log = "\(folder)/node-\(UUID().uuidString).log"
        let arguments = ["node"] + arguments
        node = try TalkingChild(laurel, arguments, environment: environment, folder: folder, errors: log)
        let line = node.line() ?? ""
        guard line.hasPrefix("Listening on ") else {
            throw Outcome(
                command: "laurel " + arguments.joined(separator: " "), status: node.process.wait(), output: line,
                error: try String(contentsOfFile: log, encoding: .utf8))
        }
        url = String(line.dropFirst("Listening on ".count))
    }

    /// What it has written to its log.
    package var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// What it has printed since it said where it listens, once it has ended.
    package var printed: String { Array(sequence(state: node) { $0.line() }).joined(separator: "\n") }

    package func client() throws -> LedgerClient { try LedgerClient(url: url) }

    /// Ends it at once, wherever it is.
    package func kill() { end(SIGKILL) }

    /// Ends it as an operator does.
    package func terminate() { end(SIGTERM) }

    private func end(_ signal: Int32) {
        process.send(signal)
        _ = process.wait()
    }

    /// The memory that it has in use, in bytes.
    package var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(process.id)/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}

/// What a trial found wrong.
package struct TrialFault: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
