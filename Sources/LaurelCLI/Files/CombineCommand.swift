import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

extension TransactionCommand {
    struct Combine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Join the signatures of files of one transaction that were signed side by side.",
            discussion: """
                laurel tx combine alice.json bob.json --out both.json

                Signatures that are not needed are left out and told, since a node refuses a transaction that has any.
                """)
        @Argument(help: "Two files or more of the same transaction.") var files: [String]
        @Option(help: ArgumentHelp("The file to write; an existing one is kept.", valueName: "file")) var out: String
        @OptionGroup var chain: ChainOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard files.count >= 2 else { throw ValidationError("Name two files or more.") }
        }

        func run() async throws {
            var joined = try TransactionFile(path: files[0])
            try joined.requireChain(chain.expected(), files[0])
            for path in files.dropFirst() {
                let other = try TransactionFile(path: path)
                guard other.chain == joined.chain, other.id == joined.id else {
                    throw CommandFailure.refused(
                        "\(path) is another transaction than \(files[0]): \(other.id), not \(joined.id); sign copies of one file"
                    )
                }
                try joined.add(other.witnesses)
                if joined.signers == nil { joined.signers = other.signers }
            }
            let people = People(keys.store)
            for dropped in joined.dropSpare(people) { Terminal.report("Left out: \(dropped).") }
            try joined.write(to: out)
            if output.json { return try printJSON(joined.view(people)) }
            joined.report(people)
        }
    }
}

extension TransactionFile {
    /// Adds signatures, of which those of a key that has signed already are the same.
    mutating func add(_ more: [Witness]) throws {
        for witness in more where !witnesses.contains(where: { $0.key == witness.key }) { witnesses.append(witness) }
        guard witnesses.count <= Witnesses.limit else {
            throw CommandFailure.refused("\(witnesses.count) signatures; at most \(Witnesses.limit) are allowed")
        }
    }

    /// Takes out signatures that a node would refuse, the last first.
    ///
    /// - Returns: why, of each.
    mutating func dropSpare(_ people: People) -> [String] {
        var faults: [String] = []
        for witness in witnesses.reversed() {
            guard let fault = fault(of: witness, people) else { continue }
            faults.append(fault)
            witnesses.removeAll { $0.key == witness.key }
        }
        return faults
    }

    /// What it has and what it lacks, for JSON.
    struct View: Encodable {
        let id: String
        let chain: String
        let community: String
        let token: TokenView
        let sender: String
        let sequence: UInt64
        let validUntil: String
        let action: String
        let fields: JSONValue
        let handles: [String]
        /// The keys that have signed, in hex.
        let signedBy: [String]
        /// Who must sign; nil where nobody here knows.
        let signers: [SignerSet]?
        /// What it still needs, in words.
        let missing: [String]
    }

    func view(_ people: People) -> View {
        View(
            id: id.hex, chain: chain.hex, community: genesis.community,
            token: TokenView(name: token.name, symbol: token.symbol, decimals: token.decimals),
            sender: transaction.sender.description, sequence: transaction.sequence,
            validUntil: transaction.validUntil.description, action: transaction.action.name,
            fields: JSONValue(transaction.action.body.fields), handles: handles.map(\.text),
            signedBy: witnesses.map(\.key.hex), signers: required.isEmpty ? nil : required, missing: missing(people))
    }

    /// Says on standard error what it still needs, and what is wrong with its signatures.
    func report(_ people: People) {
        for witness in witnesses {
            if let fault = fault(of: witness, people) { Terminal.report("warning: " + fault) }
        }
        for words in missing(people) { Terminal.report("It still needs \(words).") }
        if missing(people).isEmpty, !required.isEmpty {
            Terminal.report("It has all signatures; send it with 'laurel tx submit'.")
        }
    }
}
