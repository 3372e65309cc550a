import ArgumentParser
import FoundationEssentials
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// `laurel import chain`: a data folder from an archive, every block verified on the way in.
struct ImportChain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain", abstract: "Rebuild a data folder from an archive, verifying every block.")

    @Argument(help: "The archive.")
    var archive: String
    @Argument(help: "The data folder to make; it must hold no ledger yet.")
    var data: String
    @Option(help: "The genesis file that the chain must begin with.")
    var genesis: String?

    func run() async throws {
        let reader: ArchiveReader<FileStream>
        do { reader = try ArchiveReader(path: archive) } catch {
            throw CommandFailure.refused("\(archive) is no sound archive: \(error)")
        }
        if let genesis {
            let expected = try Genesis(json: AtomicFile.read(genesis, limit: 4 << 20)).chainID
            guard reader.genesis.chainID == expected else {
                throw CommandFailure.refused("\(archive) is of chain \(reader.genesis.chainID), not of \(expected)")
            }
        }
        // The folder gets its name only when the whole archive was found sound, so a failure leaves nothing behind.
        guard !FileManager.default.fileExists(atPath: data) else {
            throw CommandFailure.refused("\(data) is there already and was left as it is; name a new folder")
        }
        let unfinished = data + ".unfinished"
        try? FileManager.default.removeItem(atPath: unfinished)
        do {
            let height = try await fill(unfinished, from: reader)
            try FileManager.default.moveItem(atPath: unfinished, toPath: data)
            print("Wrote \(height) blocks of chain \(reader.genesis.chainID) to \(data)")
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
    }

    private func fill(_ folder: String, from reader: ArchiveReader<FileStream>) async throws -> UInt64 {
        let store = try LedgerStore.create(at: folder, genesis: reader.genesis)
        let now = Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
        var options = ReplayOptions(now: now, cores: ProcessInfo.processInfo.activeProcessorCount)
        options.keepsPostings = true
        let meter = AuditMeter()
        options.progress = { meter.show($0) }
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader) { state, block, changes in
            let transactions = block.transactions.indices.map { index in
                (
                    id: block.transactions[index].transaction.id(on: state.chainID),
                    bytes: Array(block.bytes(ofTransaction: index))
                )
            }
            try store.commit(
                state.indexUpdate(for: changes, header: block.signedHeader, transactions: transactions))
        }
        meter.end()
        if let fault = report.fault {
            throw CommandFailure.refused("block \(fault.height) does not hold: \(fault.fault)")
        }
        if let failure = report.sourceFailure { throw CommandFailure.refused("\(archive) is not whole: \(failure)") }
        return report.height
    }
}
