import ArgumentParser
import FoundationEssentials
import Ledger
import LedgerCrypto
import LedgerReplay

/// `laurel audit`: replays a chain and says whether it holds.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Replay a chain from its genesis and check every signature, rule and root.",
        discussion: """
            Of a data folder, the index of balances and histories is compared with the replay too.
            Exit codes: 0 it holds, 1 it does not, 2 it could not be checked.
            """)

    @Argument(help: "A data folder, an archive, or a node's address.")
    var chain: String
    @Option(help: "The genesis file that the chain must begin with.")
    var genesis: String?
    @Option(help: "The chain id that it must have.")
    var chainId: String?
    @Option(help: ArgumentHelp("A block that it must hold.", valueName: "height:hash"))
    var head: String?
    @Option(help: "Don't check transactions' signatures up to this height; the report says so.")
    var assumeValid: UInt64 = 0
    @Flag(inversion: .prefixedNo, help: "Compare with the head that an earlier audit of this chain saw.")
    var memory = true
    @OptionGroup var trust: TrustOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let expected = try expectedChain()
        let known = try head.map { try KnownHead(parsing: $0) }
        let heads = KnownHeads()
        var options = ReplayOptions(now: Self.now, cores: ProcessInfo.processInfo.activeProcessorCount)
        options.assumeValid = assumeValid
        let meter = AuditMeter()
        options.progress = { meter.show($0) }
        let target = try await AuditTarget.open(chain, trust: trust)
        var audit = try await target.audit(options, marking: heads.height(of:), and: known?.height)
        meter.end()
        audit.compare(expectedChain: expected)
        if let known { audit.compare(known, from: "--head") }
        if memory {
            if let seen = heads.head(of: audit.chainID) { audit.compare(seen, from: "an earlier audit") }
            if audit.holds, let head = audit.head { try heads.remember(head, of: audit.chainID) }
        }
        if output.json { try printJSON(audit.view) } else { audit.printReport() }
        guard audit.holds else { throw ExitCode(1) }
    }

    private static var now: Timestamp {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }

    private func expectedChain() throws -> Digest? {
        guard genesis == nil || chainId == nil else { throw ValidationError("Give either --genesis or --chain-id.") }
        if let chainId {
            guard let digest = Digest(hex: chainId) else {
                throw ValidationError("--chain-id '\(chainId)' is not 64 hexadecimal digits.")
            }
            return digest
        }
        return try genesis.map { try Genesis(json: AtomicFile.read($0, limit: 4 << 20)).chainID }
    }
}
