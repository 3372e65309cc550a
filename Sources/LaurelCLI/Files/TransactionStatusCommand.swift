import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

/// Where a transaction stands, as far as it can be known.
struct TransactionStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell what became of a transaction.",
        discussion: """
            Exit codes: 0 it is done; 1 it is not, and can't be any more; 2 it is not done yet or not known, and may still be: \\
            send it again with 'laurel tx send ID'.
            """)
    @Argument(help: "The id, 64 hex digits.") var id: String
    @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).") var node: String?
    @OptionGroup var trust: TrustOptions
    @OptionGroup var chain: ChainOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = try Digest(transaction: id)
        let kept = try SentTransactions().find(id)
        let expected = try chain.expected() ?? kept.map(\.expected)
        try await trust.withClient(node) { client in
            let genesis = try await ChainContact(client: client).genesis(expected)
            let standing = try await TransactionStanding(id, kept, client, genesis)
            try standing.print(json: output.json)
            guard standing.exitCode == 0 else { throw ExitCode(standing.exitCode) }
        }
    }
}

/// Sends what was sent, or should have been, again.
struct TransactionSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a transaction again that an earlier command wrote down: it is done once.")
    @Argument(help: "The id, 64 hex digits.") var id: String
    @Flag(inversion: .prefixedNo, help: "Wait until the block is durable.") var wait = true
    @Option(
        help: ArgumentHelp("How long a node that is busy, restarting or silent is waited for.", valueName: "duration"))
    var patience = "30s"
    @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).") var node: String?
    @OptionGroup var trust: TrustOptions
    @OptionGroup var chain: ChainOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Milliseconds(patience) != nil else {
            throw ValidationError(
                "--patience is '\(patience)'; allowed is a whole number and d, h, m, s or ms, such as 30s.")
        }
    }

    func run() async throws {
        let id = try Digest(transaction: id)
        guard let file = try SentTransactions().find(id) else {
            throw CommandFailure.refused(
                try
                    "no transaction \(id) was written down in \(SentTransactions().folder); if you have its file, send that with "
                    + "'laurel tx submit FILE'")
        }
        try file.requireChain(chain.expected(), SentTransactions().path(id, on: file.chain))
        let duration = Duration.milliseconds(Int64(clamping: Milliseconds(patience)?.count ?? 30_000))
        try await trust.withClient(node) { client in
            _ = try await ChainContact(client: client).genesis(file.expected)
            try await file.send(to: client, patience: duration, wait: wait, People(keys.store), output)
        }
    }
}

extension Digest {
    init(transaction text: String) throws {
        guard let id = Digest(hex: text) else {
            throw CommandFailure.refused("'\(text)' is no transaction id; one has 64 hex digits")
        }
        self = id
    }
}

extension TransactionFile {
    /// Sends what is written down until it is known what became of it, and prints that.
    func send(
        to client: LedgerClient, patience: Duration, wait: Bool, _ people: People, _ output: OutputOptions
    ) async throws {
        switch try await Delivery(client: client, patience: patience).send(self, wait: wait) {
        case .done(let receipt):
            try await Receipt(file: self, client: client, people: people).print(receipt, json: output.json)
        case .refused(let problem): throw ClientError.problem(problem)
        case .notTaken(let reason): throw CommandFailure.notTaken(id, reason)
        case .unknown(let reason): throw CommandFailure.unknown(id, reason)
        }
    }

    /// Its chain, as what a node must have.
    var expected: ChainOptions.Expected {
        ChainOptions.Expected(chain: chain, origin: "transaction \(id)", genesis: genesis)
    }
}

/// What is known of a transaction: from what was written down here, and from what a node says.
struct TransactionStanding: Encodable {
    let id: String
    /// `committed`, `waiting`, `open` (it may still be done), `dead` (it can't be done any more) or `unknown`.
    let status: String
    let height: UInt64?
    let time: String?
    let sender: String?
    let sequence: UInt64?
    let action: String?
    let validUntil: String?
    /// The transaction that was done under its number.
    let usedBy: String?
    let isKept: Bool
    private let words: String

    private enum CodingKeys: CodingKey {
        case id, status, height, time, sender, sequence, action, validUntil, usedBy, isKept
    }

    var exitCode: Int32 { ["committed": 0, "dead": 1][status] ?? 2 }

    init(_ id: Digest, _ kept: TransactionFile?, _ client: LedgerClient, _ genesis: Genesis) async throws {
        self.id = id.hex
        isKept = kept != nil
        var view: TransactionView?
        do { view = try await client.transaction(id) } catch ClientError.problem(let problem)
            where problem.status == 404
        {}
        sender = view?.sender?.id ?? kept?.transaction.sender.description
        sequence = view?.sequence ?? kept?.transaction.sequence
        action = view?.action ?? kept?.transaction.action.name
        validUntil = view?.validUntil ?? kept?.transaction.validUntil.description
        (height, time) = (view?.height, view?.time)
        if let view {
            (status, usedBy) = (view.status, nil)
            words =
                view.status == "committed"
                ? "It is done, in block \(view.height ?? 0)." : "It waits for its block; ask again in a moment."
            return
        }
        guard let kept else {
            (status, usedBy) = ("unknown", nil)
            words = "The node does not know it, and no command of yours wrote it down here."
            return
        }
        let transaction = kept.transaction
        let head = try await client.status()
        let next = try? await client.account(transaction.sender).sequence
        if transaction.validUntil.milliseconds < head.timeMs {
            (status, usedBy) = ("dead", nil)
            words =
                "It is not on the node's chain, whose time \(head.time) is past the end of its validity: that chain never takes it."
        } else if let next, next > transaction.sequence {
            let user = try await BlockProof.user(
                of: transaction.sequence, of: transaction.sender, after: 0, signedBy: Set(kept.witnesses.map(\.key)),
                from: client, genesis, producers: Set(genesis.policy.producers))
            usedBy = user?.id.hex
            status = user == nil ? "open" : "dead"
            words =
                user.map {
                    "Its number \(transaction.sequence) was used up by your transaction \($0.id): it can't be done any more."
                }
                    ?? """
                    The node says that its number \(transaction.sequence) is used up, and shows no block that says by what. Ask another \
                    node, or wait until it is no longer valid.
                    """
        } else {
            (status, usedBy) = ("open", nil)
            words = "The node does not know it. It may still be done: send it with 'laurel tx send \(id)'."
        }
    }

    func print(json: Bool) throws {
        if json { return try printJSON(self) }
        var pairs = [("id", id), ("status", status)]
        if let height { pairs.append(("block", "\(height), \(time ?? "")")) }
        if let action { pairs.append(("action", action)) }
        if let sender { pairs.append(("sender", sender)) }
        if let sequence { pairs.append(("sequence", "\(sequence)")) }
        if let validUntil { pairs.append(("valid until", validUntil)) }
        if let usedBy { pairs.append(("number used by", usedBy)) }
        printPairs(pairs)
        Output.print(words)
    }
}
