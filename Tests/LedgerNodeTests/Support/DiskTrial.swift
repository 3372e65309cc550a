import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// One commit of a node on a disk that fails at one of its steps, from a ledger of three blocks.
struct DiskTrial {
    static let community = TestCommunity()
    let bench: NodeBench

    /// What a ledger of three blocks and its guard look like on the disk.
    struct Start: Sendable {
        let files: [String: Data]

        init() async throws {
            var bench = try DiskTrial.bench()
            try bench.makeLedger()
            try bench.start()
            for number in 0..<3 {
                _ = await bench.admit(try DiskTrial.reward("before:\(number)", sequence: UInt64(number)))
                await bench.build()
            }
            bench.clock.advance(.hours(2))
            await bench.build()
            await bench.stop()
            let folder = bench.disk.folder
            files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "lock" }.reduce(into: [:]
            ) {
                $0[$1] = try Data(contentsOf: URL(filePath: "\(folder)/\($1)"))
            }
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    static func bench(_ files: [String: Data] = [:]) throws -> NodeBench {
        let folder = NSTemporaryDirectory() + "laurel-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for (name, bytes) in files { try bytes.write(to: URL(filePath: "\(folder)/\(name)")) }
        let clock = FixedClock(TestCommunity.start.adding(files.isEmpty ? .zero : .hours(3)))
        return try NodeBench(community, in: folder, clock: clock)
    }

    static func reward(_ reference: String, sequence: UInt64) throws -> [UInt8] {
        let credits = try (0..<3).map { number in
            Credit(
                to: .key(TestKeys.key("person \(number)").publicKey), amount: Amount(100 + UInt128(number)),
                reason: .ticketResolved, reference: try #require(Reference(reference)))
        }
        return try sign(Reward(credits), by: community.issuer, sequence: sequence)
    }

    static func sign(_ action: some ActionBody, by key: SecretKey, sequence: UInt64) throws -> [UInt8] {
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: sequence, validUntil: .latest, action: Action(action))
        return try SignedTransaction(transaction, on: community.genesis.chainID, keys: [key]).encoded
    }

    /// A transaction for a block before that.
    static func before() throws -> [UInt8] {
        let transfer = Transfer(to: .key(TestKeys.key("person 8").publicKey), amount: Amount(20))
        return try sign(transfer, by: TestKeys.key("person 1"), sequence: 0)
    }

    /// The transactions whose block the disk fails in.
    static func attacked() throws -> [[UInt8]] {
        let transfer = Transfer(to: .key(TestKeys.key("person 9").publicKey), amount: Amount(50))
        return [
            try reward("attacked", sequence: 3), try sign(transfer, by: TestKeys.key("person 0"), sequence: 0),
            try sign(Register(account: .key(TestKeys.key("new").publicKey)), by: community.registrar, sequence: 0),
        ]
    }
}

/// What became of transactions.
struct Answers {
    var committed: [Digest: SignedHeader] = [:]
    var unknown: [String] = []
    var refusals: [Refusal] = []
    var rejections: [Rejection] = []

    /// Sends transactions, builds, and takes the answers.
    mutating func send(_ transactions: [[UInt8]], to bench: NodeBench) async {
        var waiting: [WaitingTransaction] = []
        for bytes in transactions {
            switch await bench.admit(bytes) {
            case .waiting(let one), .repeated(let one): waiting.append(one)
            case .rejected(let rejection): rejections.append(rejection)
            case .refused(let refusal): refusals.append(refusal)
            case nil: break
            }
        }
        await bench.build()
        for one in waiting {
            switch await one.outcome() {
            case .committed(let receipt): committed[receipt.id] = receipt.header
            case .unknown(let reason): unknown.append(reason)
            }
        }
    }
}
