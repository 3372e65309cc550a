import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerReplay
import LedgerStore

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Rebuild a data folder from an archive, or bring another ledger along.",
        subcommands: [Chain.self, SourceCredLedgerFile.self])

    struct Chain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rebuild a data folder from an archive, checking all of it.")
        @Argument(help: "The archive.") var archive: String
        @Option(help: "The data folder to make.") var data: String

        func run() async throws {
            guard access(data, F_OK) != 0 else { throw FileError.exists(path: data) }
            var height: UInt64 = 0
            try await Folder.building(data) { height = try await rebuild(in: $0) }
            print("Rebuilt \(data) up to block \(height); all of it was checked.")
        }

        private func rebuild(in folder: String) async throws -> UInt64 {
            let reader: ArchiveReader<FileStream>
            do { reader = try ArchiveReader(path: archive) } catch let fault as ArchiveFault where fault.isOfTheArchive
            {
                throw CommandFailure.refused("\(archive) is no sound archive: \(fault)")
            }
            let store = try LedgerStore.create(at: folder, genesis: reader.genesis)
            let progress = AuditProgress()
            var options = ReplayOptions(now: .now, cores: AuditProgress.coreCount)
            options.keepsPostings = true
            options.progress = { progress.show($0) }
            let report = try await Replay(genesis: reader.genesis, options: options).run(reader) { closed, _ in
                try store.commit(closed.update)
            }
            progress.end()
            if let fault = report.fault {
                throw CommandFailure.refused(
                    "\(archive) does not hold at block \(fault.height): \(fault.fault); nothing was imported")
            }
            if let failure = report.sourceFailure {
                throw CommandFailure.refused("\(archive) is no sound archive: \(failure); nothing was imported")
            }
            return report.height
        }
    }
}
