import Foundation
import Testing

/// What an auditor relies on is small, and can be seen.
@Suite struct TrustedBaseTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    /// The modules that the Swift files of a target import.
    private static func imports(of target: String) throws -> Set<String> {
        let folder = sources.appending(path: target)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var modules: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy(Self.isModifier) else {
                    continue
                }
                modules.insert(String(words[place + 1]))
            }
        }
        return modules
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "private"].contains(word)
    }

    @Test(arguments: [
        ("LedgerCrypto", ["CCrypto", "CHashLanes", "CSecp256k1", "FoundationEssentials", "Glibc"]),
        ("Ledger", ["CPrefetch", "DequeModule", "LedgerCrypto", "Synchronization"]),
        ("LedgerReplay", ["Glibc", "Ledger", "LedgerCrypto", "Synchronization"]),
    ]) func `an auditor's path imports nothing else`(target: String, allowed: [String]) throws {
        let modules = try Self.imports(of: target)
        #expect(!modules.isEmpty)
        #expect(modules.subtracting(allowed) == [], "\(target)")
    }
}
