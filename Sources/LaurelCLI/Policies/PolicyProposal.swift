import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

/// A change of the policy in force, which is never undone by accident: the authority's number was asked for before the policy was, and the
/// change is sent under it. Whoever changes the policy in between is the authority too and takes that number, so this one is refused.
struct PolicyProposal {
    let current: Policy
    private let context: CommandContext
    private let sequence: UInt64
    private let text: PolicyText

    init(_ context: CommandContext) async throws {
        sequence = try await context.options.sequence.orElse {
            try await context.client.account(try context.sender()).sequence
        }
        let view = try await context.client.policy()
        current = try Policy(view)
        self.context = context
        text = PolicyText(
            token: context.token, people: People(context.options.keys.store), handles: view.handles)
    }

    /// What somebody wants, with all that others have set since they looked.
    func merging(_ wanted: PolicyFile, _ what: String) throws -> Policy {
        guard let base = wanted.base, base != current else { return wanted.policy }
        do {
            let merged = try PolicyMerge.merge(base: base, mine: wanted.policy, theirs: current)
            let others = text.changes(from: base.fields, to: current.fields)
            Terminal.report("Set by others since then, and kept:")
            for change in others { Terminal.report("  " + change.line) }
            return merged
        } catch let conflict as PolicyMerge.Conflict {
            let others = text.changes(from: base.fields, to: current.fields).map { "  " + $0.line }
            throw CommandFailure.refused(
                "others have set since what \(what) set in another way: \(conflict.fields.joined(separator: ", ")); nothing was sent. "
                    + "In force is now policy \(current.hash), with these changes:\n" + others.joined(separator: "\n"))
        }
    }

    /// Shows what a new policy changes, asks, and sends it.
    ///
    /// - Parameter thresholds: the keys of threshold accounts, as far as they were named with it. Those that this user has named before are known too.
    func send(_ next: Policy, knowing thresholds: NamedThresholds, _ confirm: ConfirmOptions) async throws {
        let thresholds = MemberBook.thresholds.merging(thresholds) { $1 }
        try ExampleKeys.refuse(
            in: next, knowing: thresholds, of: "the new policy", unless: false, "put your own there; nothing was sent")
        let changes = text.changes(from: current.fields, to: next.fields)
        guard !changes.isEmpty else {
            if context.options.output.json { try printJSON(["changes": changes]) }
            return Terminal.report("It is what is in force already; nothing was sent.")
        }
        PolicyChange(genesis: context.genesis, current: current).warn(next, knowing: thresholds)
        var lines = ["This changes the policy of '\(context.genesis.community)' for everybody, from the next block on:"]
        for change in changes { lines.append("  " + change.line) }
        // What is in force only the node says; what is signed is all of it.
        lines.append("Then all of it is:")
        for (name, value) in text.pairs(next.fields) { lines.append("  \(name): \(value)") }
        try confirm.ask(lines, context.options.out)
        try await send([SetPolicy(policy: next)])
    }

    /// The same for the terms of one issuer.
    func send(_ issuer: Recipient, _ terms: IssuerTerms?, _ confirm: ConfirmOptions) async throws {
        let next = current.setting(issuer.account, to: terms)
        let changes = text.changes(from: current.fields, to: next.fields)
        PolicyChange(genesis: context.genesis, current: current).warn(next, knowing: MemberBook.thresholds)
        try confirm.ask(
            changes.isEmpty
                ? ["\(issuer.shown) has these terms already, or is no issuer."]
                : ["This changes who may issue '\(context.token.name)', from the next block on:"]
                    + changes.map { "  " + $0.line }, context.options.out)
        try await send(
            [SetIssuer(account: issuer.account, terms: terms)], handles: [issuer.handle].compactMap { $0 })
    }

    private func send(_ actions: [any ActionBody], handles: [Handle] = []) async throws {
        var options = context.options
        options.sequence = sequence
        let pinned = CommandContext(options: options, client: context.client, genesis: context.genesis)
        do { try await pinned.send(actions, handles: handles) } catch ClientError.problem(let problem)
            where problem.rule == "wrongSequence"
        {
            throw CommandFailure.refused(
                "the authority has sent something else since the policy was looked at (\(problem)); nothing was changed. Look again "
                    + "with 'laurel policy show', and run this again")
        }
    }
}
