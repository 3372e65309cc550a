import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerText

/// Which chain is meant. A node only says which one is its own.
struct ChainOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The genesis file of the chain that is meant; any other is refused.", valueName: "file"))
    var genesis: String?
    @Option(help: ArgumentHelp("The id of the chain that is meant; any other is refused.", valueName: "hex"))
    var chainId: String?

    /// A chain that something else than the node names.
    struct Expected {
        let chain: Digest
        /// Where it comes from, as in "--chain-id means chain …".
        let origin: String
        var genesis: Genesis?
    }

    /// - Throws: where both are given and mean two chains.
    func expected() throws -> Expected? {
        let named = try chainId.map { text in
            guard let chain = Digest(hex: text) else {
                throw CommandFailure.usage("--chain-id is '\(text)'; allowed are 64 hex digits")
            }
            return Expected(chain: chain, origin: "--chain-id")
        }
        guard let path = genesis else { return named }
        let genesis = try GenesisFile.read(path)
        let read = Expected(chain: genesis.chainID, origin: "the genesis in \(path)", genesis: genesis)
        if let named, named.chain != read.chain {
            throw CommandFailure.refused(
                "--chain-id means chain \(named.chain), but \(read.origin) is that of chain \(read.chain)")
        }
        return read
    }
}

/// Finds out which chain a node has, and makes sure that it is the one that is meant.
///
/// Nothing that the node says is taken for granted: community and token come from a genesis that hashes to the chain's id, and the
/// id must be the one that is expected or, where nothing is, that of the first contact.
struct ChainContact {
    let client: LedgerClient
    let known = KnownChains()

    private var url: String { client.url }

    func genesis(_ expected: ChainOptions.Expected?) async throws -> Genesis {
        let status = try await client.status()
        let community = ForeignText.shown(status.community)
        guard let chain = Digest(hex: status.chain) else {
            throw CommandFailure.impossible("\(url) names a chain '\(ForeignText.shown(status.chain))' that is no hash")
        }
        if let expected, expected.chain != chain {
            throw CommandFailure.refused(
                "\(url) says that it is a node of chain \(chain) ('\(community)'), but \(expected.origin) means chain "
                    + "\(expected.chain); nothing was signed or sent")
        }
        let pinned = try known.chain(at: url)
        if let pinned, pinned.chain != chain.hex, expected == nil {
            throw CommandFailure.refused(
                """
                \(url) had chain \(pinned.chain) ('\(ForeignText.shown(pinned.community))') at first contact and now says that it has chain \
                \(chain) ('\(community)'); nothing was signed or sent. If another chain was begun there and you mean \
                it, name it with --chain-id, or forget the old one: laurel chain forget \(url)
                """)
        }
        let genesis = try await (expected?.genesis).orElse { try await self.genesis(of: chain) }
        try check(status, against: genesis)
        if pinned?.chain != chain.hex { remember(genesis) }
        return genesis
    }

    /// From what is known, else from the node, whose word is checked by the hash.
    private func genesis(of chain: Digest) async throws -> Genesis {
        if let genesis = try known.genesis(of: chain) { return genesis }
        let genesis = try await client.genesis()
        guard genesis.chainID == chain else {
            throw CommandFailure.refused(
                "\(url) says that it has chain \(chain), but its genesis is that of chain \(genesis.chainID) "
                    + "('\(genesis.community)'): it lies or is broken; nothing was signed or sent")
        }
        return genesis
    }

    /// - Throws: where a node says of its community or token what its genesis does not.
    func check(_ status: StatusView, against genesis: Genesis) throws {
        guard status.chain == genesis.chainID.hex else {
            throw CommandFailure.refused(
                "\(url) says chain \(ForeignText.shown(status.chain)) now, and said chain \(genesis.chainID) before: it lies or is broken"
            )
        }
        guard status.community == genesis.community, status.token.token == genesis.token else {
            throw CommandFailure.refused(
                "\(url) says '\(ForeignText.shown(status.community))' with \(ForeignText.shown(status.token.token.words)), but the genesis of its chain "
                    + "\(genesis.chainID) says '\(genesis.community)' with \(genesis.token.words): it lies or is broken; "
                    + "nothing was signed or sent")
        }
    }

    private func remember(_ genesis: Genesis) {
        Terminal.report(
            """
            First contact with \(url): chain \(genesis.chainID), '\(genesis.community)', token \(genesis.token.words). \
            Compare the id with one that somebody else gave you.
            """)
        do { try known.remember(genesis, at: url) } catch {
            Terminal.report("It could not be remembered, so a change will not be noticed: \(error)")
        }
    }
}

extension Token {
    /// As in "Leaf (LEAF) of 2 decimals".
    var words: String { "\(name) (\(symbol)) of \(decimals) decimals" }
}
