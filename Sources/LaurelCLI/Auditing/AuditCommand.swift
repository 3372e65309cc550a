import ArgumentParser
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerReplay
import LedgerStore

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Replay a chain from genesis and check everything.",
        discussion: "Exit codes: 0 it holds, 1 it does not, 2 it could not be checked.")
    @Argument(help: "A data folder, an archive, or a node's address.") var what: String
    @Option(help: ArgumentHelp("The genesis that the chain must start from.", valueName: "file")) var genesis: String?
    @Option(help: ArgumentHelp("The id that the chain must have.", valueName: "hex")) var chainId: String?
    @Option(help: ArgumentHelp("A block that the chain must hold.", valueName: "height:hash")) var head: String?
    @Option(help: "Do not check transactions' signatures up to this height, which the report says.") var assumeValid:
        UInt64 = 0
    @Option(help: "How many cores to use (default: all).") var cores: Int?
    @Flag(inversion: .prefixedNo, help: "Compare with the last head seen of this chain, and remember this one.")
    var remember = true
    @OptionGroup var trust: TrustOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard cores.map({ (1...1024).contains($0) }) ?? true else {
            throw ValidationError("--cores is \(cores ?? 0); allowed is 1 to 1024.")
        }
    }

    func run() async throws {
        let known = try head.map { try KnownHead(option: $0) }
        let meant = try meantGenesis()
        let heads = KnownHeads(isOn: remember)
        let progress = AuditProgress()
        var options = ReplayOptions(
            now: Timestamp.now.adding(Self.clockTolerance), cores: cores ?? AuditProgress.coreCount)
        options.assumeValid = assumeValid
        options.progress = { progress.show($0) }
        let audited: Audited
        do {
            audited = try await AuditSource(what, trust).run(options, progress) { chain in
                Set([known?.height, try heads.head(of: chain)?.height].compactMap { $0 })
            }
            progress.end()
        } catch StoreError.damaged(let directory, let damage) {
            progress.end()
            throw CommandFailure.refused("\(directory) does not hold: \(damage)")
        } catch let error as StoreError where error.isOfTheFile {
            progress.end()
            throw CommandFailure.refused("\(error)")
        } catch let fault as ArchiveFault where fault.isOfTheArchive {
            progress.end()
            if output.json { try printJSON(AuditVerdict(noGenesis: fault, seconds: progress.seconds)) }
            throw CommandFailure.refused("\(what) does not hold: \(fault)")
        } catch ArchiveFault.notAnArchive where output.json {
            progress.end()
            try printJSON(AuditVerdict(noGenesis: .notAnArchive, seconds: progress.seconds))
            throw ArchiveFault.notAnArchive
        }
        var verdict = AuditVerdict(audited, seconds: progress.seconds)
        verdict.compareClock(audited.report.head?.header.time, now: .now, tolerance: Self.clockTolerance)
        try compareGenesis(&verdict, audited, meant)
        try verdict.compare(known, audited, origin: "--head")
        if let seen = try heads.head(of: audited.report.chainID) {
            try verdict.compare(seen, audited, origin: "the head last seen")
        }
        if verdict.holds { remember(audited, heads) }
        if output.json { try printJSON(verdict) } else { verdict.print() }
        guard verdict.holds else { throw ExitCode(1) }
    }

    /// How far the clocks of producer and auditor may be apart before a block is said to come from the future. A producer keeps no such
    /// grace for itself.
    private static let clockTolerance = Milliseconds.seconds(10)

    /// A genesis that can't be read says nothing about the chain.
    private func meantGenesis() throws -> Genesis? {
        do { return try genesis.map { try GenesisFile.read($0) } } catch {
            throw CommandFailure.impossible(CommandFailure(error)?.message ?? "\(error)")
        }
    }

    /// The verdict stands, whether or not it can be remembered.
    private func remember(_ audited: Audited, _ heads: KnownHeads) {
        do { try heads.remember(audited) } catch {
            Terminal.report(
                "The head could not be remembered, so a chain that is cut off later will not be noticed: \(error)")
        }
    }

    private func compareGenesis(_ verdict: inout AuditVerdict, _ audited: Audited, _ meant: Genesis?) throws {
        let got = audited.report.chainID
        if let genesis, let meant {
            verdict.compareChain(got, meant.chainID, origin: "the genesis in \(genesis)")
        }
        if let chainId {
            guard let expected = Digest(hex: chainId) else {
                throw CommandFailure.usage("--chain-id is '\(chainId)'; allowed are 64 hex digits")
            }
            verdict.compareChain(got, expected, origin: "--chain-id")
        }
        if genesis == nil, chainId == nil, AuditSource.isAddress(what),
            let met = try KnownChains().chain(at: what).flatMap({ Digest(hex: $0.chain) })
        {
            verdict.compareChain(got, met, origin: "the chain that the node had at first contact")
        }
    }
}
