import Ledger
import LedgerCrypto
import Testing

/// One credit of a reward, found without decoding the others.
@Suite struct RewardedCreditTests {
    private let key = [UInt8](repeating: 7, count: 32).withUnsafeBytes { SecretKey($0)! }  // below the order

    private func encoded(_ action: some ActionBody) throws -> [UInt8] {
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: 3, validUntil: .latest, action: Action(action))
        return try SignedTransaction(transaction, on: .zero, keys: [key]).encoded
    }

    /// Credits with references of all lengths, all kinds of reasons, with and without evidence.
    private func reward(_ count: Int) throws -> Reward {
        Reward(
            try (0..<count).map { number in
                let category = try #require(Category("c-\(number % 10)"))
                let text = String(repeating: "r", count: 1 + number % 60) + "-\(number % 100)"
                return Credit(
                    to: .key(key.publicKey), amount: Amount(UInt128(number) << 40 | 1),
                    reason: [.ticketResolved, .proposalAccepted, .other(category)][number % 3],
                    reference: try #require(Reference(text)),
                    evidence: number % 4 == 0 ? SHA256.hash([UInt8(truncatingIfNeeded: number)]) : nil)
            })
    }

    @Test(arguments: [1, 2, 13, 1024]) func `each credit is what the whole reward has in its place`(_ count: Int) throws
    {
        let reward = try reward(count)
        let bytes = try encoded(reward)
        for (index, credit) in reward.credits.enumerated() {
            let found = try #require(try RewardedCredit(UInt16(index), of: bytes))
            #expect(found.credit == credit)
            #expect(found.issuer == .key(key.publicKey))
        }
        #expect(try RewardedCredit(UInt16(count), of: bytes) == nil)
        #expect(try RewardedCredit(.max, of: bytes) == nil)
    }

    @Test func `what is no reward has none`() throws {
        #expect(try RewardedCredit(0, of: encoded(Transfer(to: .key(key.publicKey), amount: Amount(1)))) == nil)
    }

    @Test func `bytes that end early or were changed never trap`() throws {
        let bytes = try encoded(try reward(5))
        for end in bytes.indices { _ = try? RewardedCredit(4, of: Array(bytes[..<end])) }
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            _ = try? RewardedCredit(4, of: changed)
        }
    }
}
