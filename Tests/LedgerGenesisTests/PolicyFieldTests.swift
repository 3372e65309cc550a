import Ledger
import LedgerCrypto
import LedgerGenesis
import LedgerTesting
import Testing

/// That nothing stands beside the table of a policy's fields.
@Suite struct PolicyFieldTests {
    private static let policy = TestCommunity().genesis.policy

    @Test func `each property of a policy has its row, in the same order`() {
        #expect(Mirror(reflecting: Self.policy).children.map(\.label) == Policy.table.map(\.name))
    }

    @Test func `words are about fields that there are`() {
        #expect(Set(PolicyWords.table.keys).isSubset(of: Policy.table.map(\.name)))
    }

    @Test func `each field is read back from where it is written, and changes the encoding in its own place`() throws {
        let lists = 4
        var sizes: [Int] = []
        for field in Policy.table {
            let one = Policy { (row, policy) throws(Never) in
                guard row.name == field.name else { return }
                switch row.shape {
                case .account(let path): policy[keyPath: path] = .key(TestKeys.key("one").publicKey)
                case .accounts(let path, _): policy[keyPath: path] = [.key(TestKeys.key("one").publicKey)]
                case .keys(let path, _): policy[keyPath: path] = [TestKeys.key("one").publicKey]
                case .issuers(let path, _): policy[keyPath: path] = Self.policy.issuers
                case .duration(let path, _): policy[keyPath: path] = .hours(5)
                case .amount(let path): policy[keyPath: path] = Amount(77)
                case .number(let path, _): policy[keyPath: path] = 300_000
                }
            }
            #expect(try Policy(decoding: one.encoded) == one, "\(field.name)")
            #expect(one.fields.map(\.name) == Policy.table.map(\.name))
            sizes.append(one.encoded.count)
        }
        #expect(sizes.filter { $0 > sizes.min() ?? 0 }.count == lists, "only lists make it longer")
    }
}
