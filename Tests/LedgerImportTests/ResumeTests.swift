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

    /// Text of an event of each kind, and what is put in its place. Event 7 moves nothing; 2, 8 and 13 have no transaction of their own.
    private static let changes: [(event: Int, old: String, new: String)] = [
        (1, #""name":"alice""#, #""name":"mallory""#), (2, "\"ledgerTimestamp\":2000", "\"ledgerTimestamp\":2001"),
        (3, #""aliases":[]"#, #""aliases":[1]"#), (5, "100", "101"), (5, #","amount":"0""#, #", "amount":"0""#),
        (6, "30", "31"), (6, #""memo":null"#, #""memo":"thanks""#), (7, #""name":"bob2""#, #""name":"eve""#),
        (8, #""version""#, #" "version""#), (9, "\"7\"", "\"8\""), (10, "\"bob\"", "\"alice\""),
        (13, #""amount":"5""#, #""amount":"6""#),
    ]

    @Test(arguments: changes)
    func `whatever event is changed, exactly that one is named, and nothing changes`(
        event: Int, old: String, new: String
    ) throws {
        var lines = Lines.community
        let original = try lines.ledger()
        let community = try Community(for: original)
        try community.importing(original)
        let before = community.state.head
        lines.rewrite(event, old, new)
        lines.distribute([("alice", "5")])
        let changed = try lines.ledger()
        let fault = #expect(throws: ImportFault.self) { try community.importing(changed) }
        guard case .rewritten(let found) = fault else { throw try #require(fault) }
        #expect((found.number, found.uuid) == (event, "event-\(event)"))
        #expect(found.inFile == changed.events[event - 1].runningHash)
        #expect(found.onChain == original.events[event - 1].runningHash)
        // Transfers and merges have no place for a uuid.
        #expect(found.uuidOnChain == ([6, 10].contains(event) ? nil : "event-\(event)"))
        #expect(community.state.head == before)
    }

    /// Payout addresses and switches, one after the other; each of them is changed, left out or cut off in turn.
    @Test func `events that move nothing are pinned one by one`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.distribute([("alice", "5")])
        for address in ["0xaa", "0xbb", "0xcc"] {
            lines.add(#"{"type":"SET_PAYOUT_ADDRESS","id":"alice","payoutAddress":"\#(address)"}"#)
        }
        lines.toggle("alice")
        lines.add(#"{"type":"ENABLE_GRAIN_INTEGRATION"}"#)
        let whole = try lines.ledger()
        let community = try Community(for: whole)
        try community.importing(whole)
        func importing(_ lines: [String]) throws -> ImportFault? {
            let ledger = try SourceCredLedger(Array(lines.joined(separator: "\n").utf8))
            return #expect(throws: ImportFault.self) { try community.importing(ledger) }
        }
        for index in 3..<lines.lines.count {
            var changed = lines.lines
            changed[index] = changed[index].replacing(#""uuid""#, with: #" "uuid""#)
            guard case .rewritten(let event) = try importing(changed) else {
                Issue.record("event \(index + 1) was changed unnoticed")
                continue
            }
            #expect(event.number == index + 1)
            var less = lines.lines
            less.remove(at: index)
            let fault = try importing(less)
            if index == lines.lines.count - 1 {
                #expect(
                    fault
                        == .shorter(
                            events: index, inFile: whole.events[index - 1].runningHash, onChain: lines.lines.count))
            } else {
                guard case .rewritten(let event) = fault else {
                    Issue.record("event \(index + 1) was left out unnoticed")
                    continue
                }
                #expect((event.number, event.uuidOnChain) == (index + 1, "event-\(index + 1)"))
                #expect(event.uuid == "event-\(index + 2)")
            }
            let cut = try importing(Array(lines.lines.prefix(index)))
            #expect(
                cut
                    == .shorter(events: index, inFile: whole.events[index - 1].runningHash, onChain: lines.lines.count))
        }
        #expect(try community.importing(whole).transactions == 0)
    }

    @Test func `an event that was replaced by one that moves nothing is told as replaced`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.distribute([("alice", "5")])
        var other = lines
        lines.distribute([("alice", "6")])
        other.add(#"{"type":"SET_PAYOUT_ADDRESS","id":"alice","payoutAddress":null}"#, uuid: "other")
        let community = try Community(for: try lines.ledger())
        try community.importing(try lines.ledger())
        let changed = try other.ledger()
        let fault = #expect(throws: ImportFault.self) { try community.importing(changed) }
        #expect(
            fault?.description
                == "history was rewritten at event 4 (SET_PAYOUT_ADDRESS, other): the chain holds event event-4 in its place, "
                + "all before it are the same. The ledger's running hash is \(changed.events[3].runningHash) there, the "
                + "chain's \(try lines.ledger().events[3].runningHash). A past that was wrong is corrected by a further event at "
                + "the end of the ledger as it was, such as a transfer back, which is imported like any other; or by a new chain "
                + "of the corrected ledger, made in another folder, and told to everybody who keeps the id of this one")
    }

    @Test func `another community's ledger is told as such`() throws {
        let original = try Lines.community.ledger()
        let community = try Community(for: original)
        try community.importing(original)
        var other = Lines()
        other.add(#"{"type":"CREATE_IDENTITY","identity":{"id":"zoe","name":"zoe","aliases":[]}}"#, uuid: "elsewhere")
        let changed = try other.ledger()
        let fault = #expect(throws: ImportFault.self) { try community.importing(changed) }
        #expect(
            fault?.description
                == "this is another ledger: its first event is elsewhere, that of the chain's ledger event-1; "
                + "name the folder of its own chain, or a new one")
    }

    @Test func `an older copy of the ledger is refused as shorter than the chain`() throws {
        let all = Lines.community
        let whole = try all.ledger()
        let community = try Community(for: whole)
        try community.importing(whole)
        let part = try SourceCredLedger(Array(all.lines.prefix(11).joined(separator: "\n").utf8))
        let fault = ImportFault.shorter(events: 11, inFile: part.events[10].runningHash, onChain: 13)
        #expect(throws: fault) { try community.importing(part) }
        #expect(
            fault.description.hasPrefix(
                "the ledger ends after event 11 with running hash \(part.events[10].runningHash), but the chain holds "
                    + "13 events of it; use a whole and current copy. A past that was wrong is corrected by"))
    }

    @Test func `a chain of a release that attested nothing is told so`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        let keys = community.keys
        let alice = try #require(Handle("sourcecred:alice"))
        try community.append([
            (
                .key(keys.registrar.publicKey), Bind(handle: alice, key: keys.custodian.publicKey),
                [keys.registrar, keys.custodian]
            )
        ])
        #expect(throws: ImportFault.unpinned) { try community.importing(ledger) }
    }

    @Test func `what others attest, and what a registrar binds by hand, is passed over`() throws {
        let ledger = try Lines.community.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        let keys = community.keys
        let zoe = try #require(Handle("sourcecred:zoe"))
        let topic = { (text: String) in try #require(Reference(text)) }
        try community.append([
            (.key(keys.issuer.publicKey), Attest(topic: try topic("minutes:2026"), hash: .zero), [keys.issuer]),
            (.key(keys.registrar.publicKey), Attest(topic: try topic("sourcecred:1"), hash: .zero), [keys.registrar]),
            (
                .key(keys.registrar.publicKey), Bind(handle: zoe, key: keys.custodian.publicKey),
                [keys.registrar, keys.custodian]
            ),
        ])
        #expect(try community.importing(ledger).transactions == 0)
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
        #expect(throws: ImportFault.leftCustodian(event: 17, uuid: "event-17", alice, name: "alice")) {
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
        #expect(throws: ImportFault.missingBlock(height: 1, head: 10)) {
            _ = try importing.run(on: community.state.copy(), history: { nil }, commit: { _ in }).report
        }
        let fault = #expect(throws: ImportFault.self) {
            _ = try importing.run(on: community.state.copy(), history: { [1, 2, 3] }, commit: { _ in }).report
        }
        guard case .damagedBlock(height: 1, _) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }
}
