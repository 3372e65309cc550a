import Ledger
import LedgerCrypto
import LedgerImport
import Testing

struct ResumeTests {
    @Test func `after any number of events, the rest is appended and nothing twice`() throws {
        let all = Lines.community
        let whole = try all.ledger()
        let reference = try Community(for: whole)
        let total = try reference.importing(whole).transactions
        for count in 1..<all.lines.count {
            let part = try SourceCredLedger(Array(all.lines.prefix(count).joined(separator: "\n").utf8))
            let community = try Community(for: part)
            let first = try community.importing(part)
            let second = try community.importing(whole)
            #expect(second.found == first.transactions, "after \(count) events")
            #expect(first.transactions + second.transactions == total)
            #expect(try community.balance("alice") == 72)
            #expect(try community.balance("bob") == 1086)
            #expect(try community.replayed().head == community.state.head)
        }
    }

    @Test(arguments: [
        (5, "100", "101", 0), (6, "30", "31", 5), (9, "\"7\"", "\"8\"", 6), (10, "\"bob\"", "\"alice\"", 9),
    ])
    func `a rewritten past is refused at its first event, and nothing changes`(
        event: Int, old: String, new: String, lastAgreed: Int
    ) throws {
        var lines = Lines.community
        let original = try lines.ledger()
        let community = try Community(for: original)
        try community.importing(original)
        let before = community.state.head
        lines.rewrite(event, old, new)
        lines.distribute([("alice", "5")])
        let changed = try lines.ledger()
        let fault = RewrittenEvent(
            number: event, uuid: "event-\(event)", lastAgreed: lastAgreed,
            inFile: changed.events[event - 1].runningHash, onChain: original.events[event - 1].runningHash)
        #expect(throws: ImportFault.rewritten(fault)) { try community.importing(changed) }
        #expect(community.state.head == before)
    }

    @Test func `an event without a trace of its own is narrowed down to the events since the last that agreed`() throws
    {
        var lines = Lines.community
        let original = try lines.ledger()
        let community = try Community(for: original)
        try community.importing(original)
        lines.rewrite(7, #""name":"bob2""#, #""name":"eve""#)
        let changed = try lines.ledger()
        let fault = #expect(throws: ImportFault.self) { try community.importing(changed) }
        #expect(
            fault?.description
                == "history was rewritten: at event 9 (event-9) the ledger's running hash is "
                + "\(changed.events[8].runningHash), the chain's is \(original.events[8].runningHash); "
                + "one of the events 7…9 was changed")
    }

    @Test func `a removed, an added and another identity are found, with both running hashes`() throws {
        let original = try Lines.community.ledger()
        let community = try Community(for: original)
        try community.importing(original)
        var other = Lines()
        other.create("mallory")
        other.create("alice")
        let changed = try other.ledger()
        let fault = RewrittenEvent(
            number: 1, uuid: "event-1", lastAgreed: 0, inFile: changed.events[0].runningHash,
            onChain: original.events[4].runningHash)
        #expect(throws: ImportFault.rewritten(fault)) { try community.importing(changed) }
    }

    @Test func `an older copy of the ledger is refused as shorter than the chain`() throws {
        let all = Lines.community
        let whole = try all.ledger()
        let community = try Community(for: whole)
        try community.importing(whole)
        let part = try SourceCredLedger(Array(all.lines.prefix(11).joined(separator: "\n").utf8))
        #expect(
            throws: ImportFault.shorter(
                events: 11, inFile: part.events[10].runningHash, onChain: whole.events[11].runningHash)
        ) { try community.importing(part) }
    }

    @Test func `keys other than the chain's are refused by role`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        let keys = community.keys
        let other = try SecretKey()
        func importing(_ keys: ImportKeys) -> ImportFault? {
            #expect(throws: ImportFault.self) { try community.importing(ledger, keys: keys) }
        }
        func expect(_ fault: ImportFault?, _ expected: ImportFault) { #expect(fault == expected) }
        expect(
            importing(
                ImportKeys(
                    issuer: other, registrar: keys.registrar, custodian: keys.custodian, producer: keys.producer)),
            .wrongKey(role: "issuer", other.publicKey))
        expect(
            importing(
                ImportKeys(issuer: keys.issuer, registrar: other, custodian: keys.custodian, producer: keys.producer)),
            .wrongKey(role: "registrar", other.publicKey))
        expect(
            importing(
                ImportKeys(issuer: keys.issuer, registrar: keys.registrar, custodian: keys.custodian, producer: other)),
            .wrongKey(role: "producer", other.publicKey))
        expect(
            importing(
                ImportKeys(issuer: keys.issuer, registrar: keys.registrar, custodian: other, producer: keys.producer)),
            .otherCustodian(got: other.publicKey, onChain: keys.custodian.publicKey))
    }

    @Test func `a person who left the custodian may be paid on, but not be sent for; the import then appends nothing`()
        throws
    {
        var lines = Lines.community
        let ledger = try lines.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        let own = try SecretKey()
        let alice = try community.account("alice").id
        let bob = try community.account("bob").id
        try community.append([
            (alice, Rotate(to: Authenticator(own.publicKey)), [community.keys.custodian, own]),
            (alice, Transfer(to: bob, amount: Amount(2), evidence: .zero), [own]),
        ])
        lines.distribute([("alice", "10"), ("bob", "10")])
        lines.transfer("bob", "alice", "3")
        let report = try community.importing(try lines.ledger())
        #expect((report.rewards, report.transfers) == (1, 1))
        #expect(try community.balance("alice") == 72 - 2 + 10 + 3)

        let before = community.state.head
        lines.distribute([("bob", "10")])
        lines.transfer("alice", "bob", "3")
        #expect(throws: ImportFault.leftCustodian(event: 17, uuid: "event-17", alice)) {
            try community.importing(try lines.ledger())
        }
        #expect(community.state.head == before)
        #expect(try community.replayed().head == before)
    }

    @Test func `a chain whose blocks are not all there, or do not decode, is not resumed`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        let importing = try SourceCredImport(ledger, keys: community.keys)
        #expect(throws: ImportFault.missingBlock(height: 1, head: 9)) {
            try importing.run(on: &community.state, history: { nil }, commit: { _, _, _, _ in })
        }
        let fault = #expect(throws: ImportFault.self) {
            try importing.run(on: &community.state, history: { [1, 2, 3] }, commit: { _, _, _, _ in })
        }
        guard case .damagedBlock(height: 1, _) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }
}
