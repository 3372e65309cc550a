import Ledger
import LedgerAPI
import LedgerClient

/// Rewards as text for people and programs.
struct RewardText {
    let token: Token
    let people: People

    func printTable(_ rewards: [RewardView]) {
        var table = Table([
            ("TIME", .left), (token.symbol, .right), ("TO", .left), ("BY", .left), ("FOR", .left), ("STATUS", .left),
        ])
        for reward in rewards {
            table.add([
                Self.minute(reward.time), token.format(units: reward.amount), people.short(reward.to),
                people.short(reward.issuer), "\(reward.reason) \(reward.reference)", status(reward),
            ])
        }
        table.print()
    }

    /// What became of it, in words.
    func status(_ reward: RewardView) -> String {
        switch reward.status {
        case "pending": "pending until \(Self.minute(reward.maturesAt ?? ""))"
        case "revoked": "revoked" + (reward.note.map { ": \($0)" } ?? "")
        default: reward.status
        }
    }

    /// `2026-05-31 12:00:00` of a time in ISO 8601.
    static func minute(_ time: String) -> String { String(time.prefix(19).map { $0 == "T" ? " " : $0 }) }

    func printCSV(_ rewards: [RewardView]) {
        Output.printLine(
            "time,block,amount,to,to_handle,issuer,issuer_handle,reason,reference,evidence,status,matures_at,note,"
                + "revoked_by,transaction,credit")
        for reward in rewards {
            Output.printLine(
                SheetCells.line([
                    reward.time, "\(reward.height)", token.format(units: reward.amount), reward.to.id,
                    reward.to.handle, reward.issuer.id, reward.issuer.handle,
                    reward.reason, reward.reference, reward.evidence, reward.status,
                    reward.maturesAt, reward.note, reward.revokedBy, reward.transaction,
                    "\(reward.credit)",
                ]))
        }
    }
}

/// What some rewards come to.
struct RewardSum: Encodable {
    private(set) var rewards = 0
    private(set) var matured = Amount.zero
    private(set) var pending = Amount.zero
    private(set) var revoked = Amount.zero

    /// Without what was taken back.
    var total: Amount { matured.adding(pending) ?? .zero }

    mutating func add(_ reward: RewardView) throws {
        let amount = Amount(UInt128(reward.amount) ?? 0)
        func sum(_ before: Amount) throws -> Amount {
            guard let after = before.adding(amount) else {
                throw CommandFailure.impossible(
                    "the rewards sum to more than 2^128-1 minor units: the node can't be right")
            }
            return after
        }
        switch reward.status {
        case "revoked":
            revoked = try sum(revoked)
            return
        case "pending": pending = try sum(pending)
        default: matured = try sum(matured)
        }
        guard matured.adding(pending) != nil else {
            throw CommandFailure.impossible("the rewards sum to more than 2^128-1 minor units: the node can't be right")
        }
        rewards += 1
    }

    private enum CodingKeys: CodingKey { case rewards, total, matured, pending, revoked }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rewards, forKey: .rewards)
        try container.encode(total.description, forKey: .total)
        try container.encode(matured.description, forKey: .matured)
        try container.encode(pending.description, forKey: .pending)
        try container.encode(revoked.description, forKey: .revoked)
    }
}
