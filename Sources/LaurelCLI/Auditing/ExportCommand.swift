import ArgumentParser
import Ledger
import LedgerReplay
import LedgerStore

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a chain as one archive file.",
        discussion: """
            laurel export DIR chain.laurel, or laurel export http://127.0.0.1:8440 chain.laurel

            What a node sends is replayed while it comes; the file is there only once all of it holds.
            """)
    @Argument(help: "A data folder, or a node's address.") var from: String
    @Argument(help: "The file to write; an existing one is kept.") var to: String
    @OptionGroup var trust: TrustOptions

    func run() async throws {
        let file = try StreamedFile(to: to)
        let height: UInt64
        if from.hasPrefix("http://") || from.hasPrefix("https://") {
            height = try await download(to: file)
        } else {
            let store = try LedgerStore.open(at: from, access: .readOnly)
            height = try ArchiveWriter.write(store.genesis, try store.blocks()) { try file.write($0) }
        }
        try file.finish()
        print("Wrote \(to): \(height) blocks, \(file.byteCount) bytes.")
    }

    private func download(to file: StreamedFile) async throws -> UInt64 {
        let progress = AuditProgress()
        defer { progress.end() }
        var options = ReplayOptions(now: .now, cores: AuditProgress.coreCount)
        options.progress = { progress.show($0) }
        let report = try await trust.withClient(from) { client in
            try await NodeArchive(client: client, copy: file).replay(options, progress) { _ in
            } observing: { _ in
            }
        }
        if let fault = report.fault {
            throw CommandFailure.refused(
                "the chain of \(from) does not hold at block \(fault.height): \(fault.fault); nothing was written")
        }
        return report.height
    }
}
