import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import Logging
import Testing

/// A chain in a folder of its own, which goes when the value does, with keys for all roles.
final class TestChain: Sendable {
    let directory: String
    let genesis: Genesis
    let producer: SecretKey
    let issuer: SecretKey
    let registrar: SecretKey
    let alice: SecretKey

    static let start = Timestamp(milliseconds: 1_780_000_000_000)

    init(
        window: Milliseconds = .zero, blockBytes: UInt32 = 1 << 20,
        blockTransactions: UInt32 = 10_000, start: Timestamp = start
    ) throws {
        producer = try SecretKey()
        issuer = try SecretKey()
        registrar = try SecretKey()
        alice = try SecretKey()
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(10_000), budgetPerEpoch: Amount(1_000_000))
        genesis = Genesis(
            community: "Test", token: Token(name: "Help", symbol: "HELP", decimals: 2), supplyCap: Amount(10_000_000),
            time: start, nonce: try #require(Digest(hex: String(repeating: "ab", count: 32))), epochLength: .days(1),
            policy: Policy(
                authority: .key(registrar.publicKey), producers: [producer.publicKey],
                issuers: [Issuer(account: .key(issuer.publicKey), terms: terms)],
                arbiters: [.key(registrar.publicKey)], registrars: [.key(registrar.publicKey)],
                challengeWindow: window, bindDelay: .zero, smallestAmount: Amount(10), allowance: 5000,
                issuerAllowance: 50_000, blockBytes: blockBytes, blockTransactions: blockTransactions))
        directory = NSTemporaryDirectory() + "laurel-node-\(UUID().uuidString)"
        _ = try LedgerStore.create(at: directory, genesis: genesis)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var guardPath: String { directory + "/producer.guard" }

    func configuration(_ clock: any NodeClock = SystemClock()) -> NodeConfiguration {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var configuration = NodeConfiguration(
            directory: directory, producer: producer, guardPlace: GuardPlace(path: guardPath), logger: logger)
        configuration.clock = clock
        configuration.port = 0
        return configuration
    }

    func sign(
        _ action: any ActionBody, by key: SecretKey, sequence: UInt64, validUntil: Timestamp = .latest
    ) throws -> [UInt8] {
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: sequence, validUntil: validUntil, action: Action(action))
        return try SignedTransaction(transaction, on: genesis.chainID, keys: [key]).encoded
    }

    func reward(
        _ reference: String, _ amount: UInt128 = 1000, to account: AccountID? = nil, sequence: UInt64
    ) throws -> [UInt8] {
        let credit = Credit(
            to: account ?? .key(alice.publicKey), amount: Amount(amount), reason: .ticketResolved,
            reference: try #require(Reference(reference)))
        return try sign(Reward([credit]), by: issuer, sequence: sequence)
    }

    func verify(_ bytes: [UInt8]) throws -> VerifiedTransaction {
        try VerifiedTransaction(decoding: bytes, on: genesis.chainID)
    }
}
