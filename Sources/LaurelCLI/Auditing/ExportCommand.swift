import ArgumentParser
import Ledger
import LedgerCrypto
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
    @OptionGroup var chain: ChainOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var output: OutputOptions

    struct View: Encodable {
        let file: String
        let blocks: UInt64
        let bytes: UInt64
    }

    func run() async throws {
        let expected = try chain.expected()
        let file = try StreamedFile(to: to)
        let height: UInt64
        if AuditSource.isAddress(from) {
            height = try await download(to: file, expected)
        } else {
            let store = try LedgerStore.open(at: from, access: .readOnly)
            try check(store.genesis.chainID, expected)
            height = try ArchiveWriter.write(store.genesis, try store.blocks()) { try file.write($0) }
        }
        try file.finish()
        if output.json { return try printJSON(View(file: to, blocks: height, bytes: UInt64(file.byteCount))) }
        print("Wrote \(to): \(height) blocks, \(file.byteCount) bytes.")
    }

    /// A node's chain is, where nothing else is said, the one that it had at first contact.
    private func check(_ chain: Digest, _ expected: ChainOptions.Expected?) throws {
        if let expected, expected.chain != chain {
            throw CommandFailure.refused(
                "\(from) has chain \(chain), but \(expected.origin) means chain \(expected.chain); nothing was written")
        }
        guard expected == nil, AuditSource.isAddress(from), let pinned = try KnownChains().chain(at: from),
            pinned.chain != chain.hex
        else { return }
        throw CommandFailure.refused(
            """
            \(from) had chain \(pinned.chain) at first contact and now sends chain \(chain); nothing was written. If you mean \
            that one, name it with --chain-id, or forget the old one: laurel chain forget \(from)
            """)
    }

    private func download(to file: StreamedFile, _ expected: ChainOptions.Expected?) async throws -> UInt64 {
        let progress = AuditProgress()
        defer { progress.end() }
        var options = ReplayOptions(now: .now, cores: AuditProgress.coreCount)
        options.progress = { progress.show($0) }
        let report = try await trust.withClient(from) { client in
            try await NodeArchive(client: client, copy: file).replay(options, progress) { chain in
                try check(chain, expected)
            } observing: { _, _ in
            }
        }
        if let fault = report.fault {
            throw CommandFailure.refused(
                "the chain of \(from) does not hold at block \(fault.height): \(fault.fault); nothing was written")
        }
        return report.height
    }
}
