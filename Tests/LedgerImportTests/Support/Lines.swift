import LedgerImport

/// Writes ledgers of a few events.
struct Lines {
    private(set) var lines: [String] = []

    mutating func add(_ action: String, at time: Int? = nil, uuid: String? = nil) {
        let number = lines.count + 1
        lines.append(
            #"{"action":\#(action),"ledgerTimestamp":\#(time ?? 1000 * number),"#
                + #""uuid":"\#(uuid ?? "event-\(number)")","version":"1"}"#)
    }

    mutating func create(_ id: String, name: String? = nil, active: Bool = true) {
        add(#"{"type":"CREATE_IDENTITY","identity":{"id":"\#(id)","name":"\#(name ?? id)","aliases":[]}}"#)
        if active { toggle(id) }
    }

    mutating func toggle(_ id: String) { add(#"{"type":"TOGGLE_ACTIVATION","identityId":"\#(id)"}"#) }

    mutating func distribute(_ receipts: [(String, String)], uuid: String? = nil) {
        let receipts = receipts.map { #"{"id":"\#($0.0)","amount":"\#($0.1)"}"# }.joined(separator: ",")
        add(
            #"{"type":"DISTRIBUTE_GRAIN","distribution":{"allocations":[{"receipts":[\#(receipts)]}]}}"#, uuid: uuid)
    }

    mutating func transfer(_ from: String, _ to: String, _ amount: String) {
        add(#"{"type":"TRANSFER_GRAIN","from":"\#(from)","to":"\#(to)","amount":"\#(amount)","memo":null}"#)
    }

    mutating func merge(_ target: String, into base: String) {
        add(#"{"type":"MERGE_IDENTITIES","base":"\#(base)","target":"\#(target)"}"#)
    }

    /// Puts other text into the line of an event; the first is 1.
    mutating func rewrite(_ event: Int, _ old: String, _ new: String) {
        guard let range = lines[event - 1].firstRange(of: old) else { preconditionFailure("no '\(old)' in \(event)") }
        lines[event - 1].replaceSubrange(range, with: new)
    }

    var text: String { lines.map { $0 + "\n" }.joined() }

    func ledger() throws -> SourceCredLedger { try SourceCredLedger(Array(text.utf8)) }

    /// Two people, three distributions, two transfers and a merge.
    static var community: Lines {
        var lines = Lines()
        lines.create("alice")  // 1, 2
        lines.create("bob")  // 3, 4
        lines.distribute([("alice", "100"), ("bob", "50"), ("bob", "0")])  // 5
        lines.transfer("alice", "bob", "30")  // 6
        lines.create("bob2", active: false)  // 7
        lines.toggle("bob2")  // 8
        lines.distribute([("bob2", "7")])  // 9
        lines.merge("bob2", into: "bob")  // 10
        lines.transfer("bob2", "alice", "1")  // 11
        lines.distribute([("bob2", "1000"), ("alice", "1")])  // 12
        lines.transfer("bob", "bob2", "5")  // 13, to oneself
        return lines
    }
}
