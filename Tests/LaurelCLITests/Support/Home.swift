import Foundation
import Testing

/// A user with a home of their own: keys, passphrase, remembered heads, and the files that they make. It goes when the value does.
final class Home: Sendable {
    let folder = NSTemporaryDirectory() + "laurel-cli-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("passphrase", "correct horse\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// The permission bits of a file.
    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }

    /// What the commands see of the environment: nothing of whoever runs the tests but the path.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        var environment = [
            "HOME": folder, "LAUREL_KEYS": path("keys"), "XDG_STATE_HOME": path("state"), "TMPDIR": folder,
        ]
        for name in ["PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        return environment.merging(more) { $1 }
    }

    /// Makes keys with little protection, all under the passphrase of the file.
    func makeKeys(_ names: String...) async throws {
        for name in names { try await laurel(["key", "new", name, "--light"] + signing).done() }
    }

    /// How a command gets the passphrase.
    var signing: [String] { ["--passphrase-file", path("passphrase")] }

    /// The names of all keys, as messages list them.
    func keyNames() throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: path("keys")).filter { $0.hasSuffix(".key") }
            .map { String($0.dropLast(4)) }.sorted().joined(separator: ", ")
    }
}
