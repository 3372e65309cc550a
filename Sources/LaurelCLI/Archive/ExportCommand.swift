import ArgumentParser
import FoundationEssentials
import LedgerReplay
import LedgerStore

/// `laurel export`: a chain as one file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the chain of a data folder as one archive file.")

    @Argument(help: "The data folder. A node may be running on it.")
    var data: String
    @Argument(help: "The archive to write; it must not be there yet.")
    var archive: String

    func run() throws {
        guard !FileManager.default.fileExists(atPath: archive) else {
            throw CommandFailure.refused("\(archive) is there already and was left as it is; name another file")
        }
        let store = try LedgerStore.open(at: data, access: .readOnly)
        let unfinished = archive + ".unfinished"
        let file = try FileSink(path: unfinished)
        let height = try ArchiveWriter.write(store.genesis, store.blocks()) { try file.write($0) }
        try file.flush()
        try FileManager.default.moveItem(atPath: unfinished, toPath: archive)
        print("Wrote \(height) blocks of chain \(store.genesis.chainID) to \(archive)")
    }
}
