import ArgumentParser
import LedgerClient

struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain", abstract: "List the nodes that are known with their chains, or forget one.",
        discussion: """
            A node is remembered with its chain at first contact. One that names another chain later is refused until it \
            is forgotten, or the other chain is named with --chain-id or --genesis.
            """,
        subcommands: [List.self, Forget.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the nodes that are known.")
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let nodes = try KnownChains().nodes()
            if output.json { return try printJSON(nodes) }
            guard !nodes.isEmpty else { return print("No node is known yet.") }
            var table = Table([("NODE", .left), ("COMMUNITY", .left), ("CHAIN", .left)])
            for (url, node) in nodes.sorted(by: { $0.key < $1.key }) { table.add([url, node.community, node.chain]) }
            table.print()
        }
    }

    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget which chain a node had; the next contact is a first one.")
        @Argument(help: "The node's address, as 'laurel chain list' shows it.") var url: String

        func run() async throws {
            guard try KnownChains().forget(url) else {
                throw CommandFailure.refused("\(url) is not known; 'laurel chain list' shows the nodes that are")
            }
            print("Forgot the chain of \(url).")
        }
    }
}
