import Ledger
import LedgerCrypto
import LedgerImport
import Testing

struct LedgerFormTests {
    @Test func `one event a line and one JSON array give the same events and hashes`() throws {
        let lines = Lines.community
        let hashes = try lines.ledger().events.map(\.runningHash)
        let texts = [
            "[" + lines.lines.joined(separator: ",\n") + "]\n", " [\n " + lines.lines.joined(separator: " , ") + "\n] ",
            lines.lines.joined(separator: "\r\n\r\n"), "\n" + lines.text,
            "\u{FEFF}" + lines.text, "\u{FEFF}[" + lines.lines.joined(separator: ",") + "]",
        ]
        for text in texts {
            #expect(try SourceCredLedger(Array(text.utf8)).events.map(\.runningHash) == hashes)
        }
    }

    private static func event(at time: String = "1", uuid: String = "u", version: String = "1") -> String {
        #"{"action":{"type":"TOGGLE_ACTIVATION","identityId":"a"},"ledgerTimestamp":\#(time),"uuid":"\#(uuid)","#
            + #""version":"\#(version)"}"#
    }

    private static let toggle = event()
    private static let noEvents: [(text: String, message: String)] = [
        ("x", "line 1 is no SourceCred event: expected '{', the begin of an event"),
        ("{\"a\":\"}", "the file ends within the event that begins on line 1; is it a whole copy?"),
        ("\n\n{}", "line 3 is no SourceCred event: .action is missing"),
        ("{\"action\":[}", "line 1 is no SourceCred event: it is not JSON"),
        ("\(toggle) \(toggle)", "line 1 is no SourceCred event: expected the end of the line after an event"),
        (
            "[\(toggle)",
            "line 1 is no SourceCred event: expected ',' or ']' after an event, got the end of the file"
        ),
        ("[\(toggle);", "line 1 is no SourceCred event: expected ',' or ']' after an event"),
        ("[\n\(toggle),\n]", "line 3 is no SourceCred event: expected '{', the begin of an event"),
        ("\(toggle)\n{}\nx", "line 2 is no SourceCred event: .action is missing"),
        ("[]\nx", "line 2 is no SourceCred event: expected nothing after the array's end"),
        (event(version: "2"), "line 1: version '2'; only '1' is known"),
        (
            event(at: "253402300800000"),
            "line 1 is no SourceCred event: ledgerTimestamp is 253402300800000 ms, after 9999-12-31T23:59:59.999Z"
        ),
        (
            "\(event(at: "2"))\n\(event(at: "1", uuid: "v"))",
            "line 2: event v is of 1970-01-01T00:00:00.001Z, but the one before it is of 1970-01-01T00:00:00.002Z; "
                + "time never goes back"
        ),
        (
            #"{"action":{"type":"MINT\u001b"},"ledgerTimestamp":2,"uuid":"u","version":"1"}"#,
            #"line 1: events of type 'MINT\u{1B}' are not known here and might move grain, so nothing is guessed; "#
                + "an import of this ledger needs a release that knows them"
        ),
        (
            "\u{FEFF}\r\n<!DOCTYPE html>\n<html>",
            "it is a web page, not a ledger; save the file itself (on GitHub: 'Raw'), data/ledger.json of the instance"
        ),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
            "it is a Git LFS pointer, which stands for the ledger; 'git lfs pull' in its repository gets the ledger itself"
        ),
        ("PK\u{3}\u{4}", "it is a compressed file; unpack it first"),
        ("[]", "there is no event in it; a ledger has at least one, and an empty one makes no chain"),
    ]

    @Test(arguments: noEvents)
    func `lines that are no events are refused with their number and the reason`(text: String, message: String) throws {
        let fault = #expect(throws: SourceCredFault.self) { try SourceCredLedger(Array(text.utf8)) }
        #expect(fault?.description == message)
    }

    @Test(arguments: [
        "-1", "+1", "1.0", "1e3", " 1", "", "01", "0x1", "340282366920938463463374607431768211456", "١",
    ])
    func `amounts are integers of 0…2^128-1 as strings and nothing else`(amount: String) throws {
        var lines = Lines()
        lines.transfer("a", "b", amount)
        let fault = #expect(throws: SourceCredFault.self) { try lines.ledger() }
        #expect(
            fault?.description
                == "line 1 is no SourceCred event: .action.amount: '\(amount)' is not an integer of 0…2^128-1 minor units"
        )
    }

    @Test func `An event that is nested too deep is refused where it goes too deep, also where nobody would look`() {
        for depth in [29, 450, 500_000] {
            let event = "{\"x\":" + String(repeating: "[{\"y\":", count: depth)
            #expect(
                throws: SourceCredFault.malformed(
                    line: 1, problem: "in it, byte 96 begins level 33 of nesting; allowed are 32 levels")
            ) {
                try SourceCredLedger(Array((event + "1" + String(repeating: "}]", count: depth) + "}").utf8))
            }
        }
    }

    private static func distribution(_ receipts: String, _ more: String = "") -> String {
        #"{"action":{"type":"DISTRIBUTE_GRAIN","distribution":{"allocations":[{"receipts":[{"id":"a",\#(receipts)}]}]}\#(more)},"#
            + #""ledgerTimestamp":1,"uuid":"u","version":"1"}"#
    }

    @Test(arguments: [
        (distribution(#""amount":"1","amount":"1000""#), ".action.distribution.allocations[0].receipts[0].amount"),
        (distribution(#""amount":"1","am\u006funt":"1""#), ".action.distribution.allocations[0].receipts[0].amount"),
        (distribution(#""amount":"1""#, #","type":"DISTRIBUTE_GRAIN""#), ".action.type"),
        (distribution(#""amount":"1""#, #","memo":[1,{"x":{"y":1,"y":1}}]"#), ".action.memo[1].x.y"),
        (event().replacing("}", with: #","uuid":"v"}"#).replacing(#","uuid":"v"},"#, with: "},"), ".uuid"),
    ])
    func `an event with two entries of one name is refused with their place, for readers differ in which counts`(
        event: String, place: String
    ) {
        #expect(
            throws: SourceCredFault.malformed(
                line: 2, problem: "\(place) is there more than once, and readers differ in which of the two counts")
        ) {
            try SourceCredLedger(Array("\(Self.event())\n\(event)".utf8))
        }
    }

    @Test func `an event of very many entries is read once through`() throws {
        let entries = (0..<200_000).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        let many = Self.distribution(#""amount":"1""#, ",\"memo\":{\(entries)}")
        #expect(try SourceCredLedger(Array(many.utf8)).events.count == 1)
        let twice = Self.distribution(#""amount":"1""#, ",\"memo\":{\(entries),\"k0\":0}")
        let fault = #expect(throws: SourceCredFault.self) { try SourceCredLedger(Array(twice.utf8)) }
        #expect(fault?.description.contains(".action.memo.k0 is there more than once") == true)
    }

    @Test func `bytes that are not UTF-8, and brackets without end, are refused`() throws {
        #expect(throws: SourceCredFault.notALedger(.utf16)) { try SourceCredLedger([0xFF, 0xFE, 0x7B, 0]) }
        #expect(throws: SourceCredFault.notALedger(.compressed)) { try SourceCredLedger([0x1F, 0x8B, 8]) }
        let invalid = Array(#"{"action":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        #expect(throws: SourceCredFault.malformed(line: 1, problem: "it is not UTF-8")) {
            try SourceCredLedger(invalid)
        }
        #expect(throws: SourceCredFault.self) { try SourceCredLedger(Array(repeating: 0x7B, count: 1_000_000)) }
        let deep =
            "{\"action\":" + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
        #expect(
            throws: SourceCredFault.malformed(
                line: 1, problem: "in it, byte 41 begins level 33 of nesting; allowed are 32 levels")
        ) {
            try SourceCredLedger(Array(deep.utf8))
        }
        let cut = Array(Lines.community.text.utf8)
        for end in 1..<cut.count {
            let part = Result { () throws(SourceCredFault) in try SourceCredLedger(Array(cut[..<end])) }
            // A line whose only loss is its line feed is whole.
            if case .success(let ledger) = part { #expect(ledger.events.count == cut[...end].count { $0 == 0x0A }) }
        }
    }

    @Test func `events that do not follow those before them are refused with number, uuid and reason`() throws {
        func expect(_ fault: EventFault, _ add: (inout Lines) -> Void) throws {
            var lines = Lines()
            lines.create("alice", name: "Alice")
            lines.create("bob", active: false)
            add(&lines)
            let ledger = try lines.ledger()
            let number = ledger.events.count
            let keys = try Community(for: ledger).keys
            #expect(throws: SourceCredFault.event(number: number, uuid: "event-\(number)", fault)) {
                try SourceCredImport(ledger, keys: keys)
            }
        }
        try expect(.unknownIdentity("eve")) { $0.transfer("alice", "eve", "1") }
        try expect(.unknownIdentity("eve")) { $0.toggle("eve") }
        try expect(.unknownIdentity("eve")) { $0.add(#"{"type":"ADD_ALIAS","identityId":"eve","alias":{}}"#) }
        try expect(.repeatedIdentity("bob")) { $0.create("bob", name: "other", active: false) }
        try expect(.repeatedName("ALICE")) { $0.create("a", name: "ALICE", active: false) }
        try expect(.repeatedName("alicE")) {
            $0.add(#"{"type":"RENAME_IDENTITY","identityId":"bob","newName":"alicE"}"#)
        }
        try expect(.inactive("bob", name: "bob")) { $0.distribute([("alice", "1"), ("bob", "1")]) }
        try expect(.noHandle("two words")) { $0.create("two words", active: false) }
        try expect(.mergeIntoItself("alice", name: "Alice")) {
            $0.merge("bob", into: "alice")
            $0.merge("bob", into: "alice")
        }
    }

    @Test func `two distributions of one uuid are refused, and a uuid that is no reference is`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.distribute([("alice", "1")], uuid: "same")
        lines.distribute([("alice", "0")], uuid: "same")
        let keys = try Community(for: try lines.ledger()).keys
        _ = try SourceCredImport(try lines.ledger(), keys: keys)
        lines.distribute([("alice", "1")], uuid: "same")
        #expect(throws: SourceCredFault.event(number: 5, uuid: "same", .paidBefore(byEvent: 3))) {
            try SourceCredImport(try lines.ledger(), keys: keys)
        }
        var spaced = Lines()
        spaced.create("alice")
        spaced.distribute([("alice", "1")], uuid: "a b")
        #expect(throws: SourceCredFault.event(number: 3, uuid: "a b", .noReference("a b"))) {
            try SourceCredImport(try spaced.ledger(), keys: keys)
        }
    }

    @Test func `names of merged identities are free again, and a chain of merges leads to its end`() throws {
        var lines = Lines()
        for id in ["a", "b", "c", "d"] { lines.create(id) }
        lines.distribute([("a", "1"), ("b", "2"), ("c", "4"), ("d", "8")])
        lines.merge("a", into: "b")
        lines.merge("b", into: "c")
        lines.merge("a", into: "d")  // a means c by now
        lines.create("e", name: "A")
        lines.distribute([("a", "16"), ("e", "32")])
        let ledger = try lines.ledger()
        let community = try Community(for: ledger)
        try community.importing(ledger)
        #expect(try community.balance("d") == 31)
        #expect(try community.earned("d") == 31)
        #expect(try community.balance("e") == 32)
        #expect(try community.balance("c") == 0)
    }
}
