import Ledger
import LedgerCrypto
import LedgerImport
import Testing

struct ImportTests {
    @Test func `receipts, transfers and merges move what SourceCred's rules move`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        let report = try community.importing(ledger)
        // alice: 100 − 30 + 1 + 1; bob: 50 + 30 + 7 − 1 + 1000.
        #expect(try community.balance("alice") == 72)
        #expect(try community.earned("alice") == 101)
        #expect(try community.balance("bob") == 1086)
        #expect(try community.earned("bob") == 1057)
        #expect(try community.account("bob2").mergedInto != nil)
        #expect((report.bindings, report.rewards, report.credits) == (3, 3, 5))
        #expect((report.transfers, report.merges, report.blocks) == (2, 1, 10))
        // Three identities created, three switched on, one transfer to oneself.
        #expect(report.attestations == 7)
        #expect(report.quiet == ["TOGGLE_ACTIVATION": 3, "TRANSFER_GRAIN": 1])
        #expect(report.handles.map(\.text) == ["sourcecred:alice", "sourcecred:bob", "sourcecred:bob2"])
        #expect(try community.replayed().head == community.state.head)
    }

    @Test func `zero amounts and transfers to oneself are listed, not sent`() throws {
        var lines = Lines.community
        lines.transfer("alice", "bob", "0")
        let ledger = try lines.ledger()
        let skipped = try Community(for: ledger).importing(ledger).skipped
        #expect(skipped.map(\.event) == [5, 13, 14])
        #expect(skipped.map(\.reason) == [.zeroAmount, .toOneself, .zeroAmount])
        #expect(skipped.map(\.from) == [nil, "bob", "alice"])
        #expect(skipped.map(\.to) == ["bob", "bob2", "bob"])
        #expect(skipped.map(\.fromName) == [nil, "bob", "alice"])
        #expect(skipped.map(\.toName) == ["bob", "bob", "bob"], "bob2 is called bob since the merge")
        #expect(skipped[1].amount == Amount(5))
        #expect(skipped[1].uuid == "event-13")
    }

    @Test func `block time is the event's; every event has a transaction that carries its running hash`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        let blocks = try community.blocks.map { try Block(decoding: $0) }
        #expect(blocks.map { $0.header.time.milliseconds / 1000 } == [1, 3, 5, 6, 7, 9, 10, 11, 12, 13])
        var pinned: Set<Int> = []
        for block in blocks {
            let blockEvent = ledger.events[Int(block.header.time.milliseconds / 1000) - 1]
            for transaction in block.transactions.map(\.transaction) {
                var event = blockEvent
                if let attest = transaction.action.body as? Attest {
                    let parts = attest.topic.text.split(separator: ":")
                    #expect(parts[0] == "sourcecred")
                    event = ledger.events[try #require(Int(parts[1])) - 1]
                    #expect(event.number <= blockEvent.number)
                    #expect(String(parts[2]) == event.uuid)
                }
                if !(transaction.action.body is Bind) { pinned.insert(event.number) }
                switch transaction.action.body {
                case let attest as Attest: #expect(attest.hash == event.runningHash)
                case let reward as Reward:
                    #expect(reward.credits.allSatisfy { $0.evidence == event.runningHash })
                    #expect(reward.credits.allSatisfy { $0.reference.text == event.uuid })
                    #expect(reward.credits.allSatisfy { $0.reason.description == "other:grain" })
                case let transfer as Transfer: #expect(transfer.evidence == event.runningHash)
                case let merge as Merge: #expect(merge.evidence == event.runningHash)
                default: #expect(transaction.action.body is Bind)
                }
            }
        }
        #expect(pinned == Set(1...ledger.events.count))
    }

    @Test func `the running hash is SHA-256 of the hash before and the line, from 32 zero bytes on`() throws {
        let lines = Lines.community
        var hash = Digest.zero
        for (line, event) in zip(lines.lines, try lines.ledger().events) {
            hash = SHA256.hash(hash.bytes + Array(line.utf8))
            #expect(event.runningHash == hash)
        }
    }

    @Test func `a distribution of more than 1,024 receipts is paid in numbered parts`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.distribute(Array(repeating: ("alice", "1"), count: 1024), uuid: "whole")
        lines.distribute(Array(repeating: ("alice", "2"), count: 2049), uuid: "split")
        let ledger = try lines.ledger()
        let community = try Community(for: ledger)
        let report = try community.importing(ledger)
        #expect((report.rewards, report.credits, report.blocks) == (4, 3073, 3))
        #expect(report.attestations == 2)
        #expect(try community.balance("alice") == 1024 + 2 * 2049)
        let rewards = try community.blocks.flatMap { try Block(decoding: $0).transactions }
            .compactMap { $0.transaction.action.body as? Reward }
        #expect(rewards.map(\.credits[0].reference.text) == ["whole", "split#1", "split#2", "split#3"])
        #expect(rewards.map(\.credits.count) == [1024, 1024, 1024, 1])
        #expect(try community.importing(ledger).blocks == 0)
    }

    @Test func `an amount over 64 bits arrives whole, and one that overspends stops everything`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.create("bob")
        lines.distribute([("alice", "340282366920938463463374607431768211455")])
        let community = try Community(for: try lines.ledger())
        try community.importing(try lines.ledger())
        #expect(try community.balance("alice") == .max)

        lines.transfer("alice", "bob", "1")
        lines.transfer("bob", "alice", "2")
        let before = community.state.head
        #expect(
            throws: ImportFault.refused(
                event: 7, uuid: "event-7", .insufficientBalance(amount: Amount(2), balance: Amount(1)))
        ) { try community.importing(try lines.ledger()) }
        #expect(community.state.head == before)
        #expect(try community.balance("bob") == 0)
    }

    @Test func `an empty ledger makes no chain`() throws {
        for text in ["", "\n", "[]", " [ ] \n", "\u{FEFF}"] {
            #expect(throws: SourceCredFault.noEvents) { try SourceCredLedger(Array(text.utf8)) }
        }
    }
}
