import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct MessageTests {
    private let key = TestKeys.key("alice").publicKey
    private let time = TestCommunity.start

    @Test func `block faults say what was got and what is right`() {
        let faults: [(BlockFault, Int, String)] = [
            (.version(got: 2), 202, "version 2; only 1 is known"),
            (.height(got: 9, expected: 2), 204, "its height is 9, 2 was expected"),
            (
                .time(got: Timestamp(milliseconds: 0), earliest: time), 207,
                "its time is 1970-01-01T00:00:00.000Z; allowed is 2026-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z"
            ),
            (.producer(key), 208, "the policy in force does not list its producer \(key)"),
            (.blockSignature(key), 209, "its signature is not \(key)'s over its header"),
            (.transactionCount(got: 9, there: 1), 210, "it says 9 transactions and holds 1"),
            (
                .blockSize(bytes: 300_000, transactions: 7, byteLimit: 262_144, transactionLimit: 5), 211,
                "it has 300000 bytes and 7 transactions; the policy allows 262144 and 5"
            ),
            (.transaction(index: 3, .overflow), 46, "transaction 3: \(Rejection.overflow)"),
            (
                .future(got: time.adding(.seconds(1)), now: time), 215,
                "its time is 2026-01-01T00:00:01.000Z, which is after 2026-01-01T00:00:00.000Z, the time of this check"
            ),
        ]
        for (fault, code, text) in faults {
            #expect(fault.code == code)
            #expect(fault.description == text)
        }
        let roots: [(BlockFault, String)] = [
            (.chain(got: .zero, expected: .zero), "it is of chain "),
            (.parent(got: .zero, expected: .zero), "its parent"),
            (.historyRoot(got: .zero, expected: .zero), "its history root is "),
            (.transactionsRoot(got: .zero, expected: .zero), "its transactions root is "),
            (.stateRoot(got: .zero, expected: .zero), "its state root is "),
            (.malformedBlock(.tooManyCredits(count: 2000)), "the bytes are no block: 2000 credits"),
        ]
        for (fault, start) in roots { #expect(fault.description.hasPrefix(start), "\(fault)") }
    }

    @Test func `rejections name both values and the way out, amounts with the token's decimals`() {
        let token = Token(name: "Test", symbol: "TEST", decimals: 2)
        let account = AccountID.key(key)
        let texts: [(Rejection, String)] = [
            (
                .insufficientBalance(amount: Amount(1250), balance: Amount(5)),
                "the balance is 0.05 TEST, less than 12.50 TEST"
            ),
            (.wrongSequence(got: 4, expected: 2), "the sequence is 4, the account's next is 2"),
            (.tooManyCredits(count: 1025), "the reward has 1025 credits; at most 1024 are allowed; split it"),
            (
                .overBudget(sum: Amount(100), left: Amount(7), renewsAt: time),
                "the reward comes to 1.00 TEST; 0.07 TEST of the issuer's budget is left until 2026-01-01T00:00:00.000Z"
            ),
            (
                .allowanceUsed(allowance: 3, renewsAt: time),
                "the account has sent its 3 transactions of this epoch; the allowance renews at 2026-01-01T00:00:00.000Z"
            ),
            (
                .outOfScope(credit: 1, reason: .ticketResolved, scope: [.anyOther]),
                "credit 1: the reason ticketResolved is outside of the issuer's scope, other:*"
            ),
            (
                .overSupplyCap(sum: Amount(9), left: .zero),
                "the reward comes to 0.09 TEST; 0.00 TEST may still be minted under the supply cap"
            ),
            (.tooManyIssuers(limit: 256), "the policy lists 256 issuers already; remove one first"),
            (.rewardsPending(account, count: 2), "\(account) has 2 pending rewards; merge it when they have matured"),
            (.unauthorised(.nobody(account)), "nobody can sign for \(account) yet: it has no key in effect"),
            (.unauthorised(.toSpare(key)), "the witness \(key) is not needed; leave it out"),
            (.wrongChain(got: .zero, expected: .zero), "it is for chain \(Digest.zero), this is chain \(Digest.zero)"),
            (.toOneself(account), "\(account) is both sender and recipient; name another account"),
        ]
        for (rejection, text) in texts { #expect(rejection.message(token) == text) }
    }

    @Test func `each kind of action names its contents`() {
        for sample in Samples.all { #expect(sample.body.fields.map(\.name) == sample.fields) }
    }
}
