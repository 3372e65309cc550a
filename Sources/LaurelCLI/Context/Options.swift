import ArgumentParser
import FoundationEssentials
import Glibc
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// Where to look: a node, or a data folder that is only read.
struct LookOptions: ParsableArguments {
    @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).")
    var node: String?
    @Option(help: "Look into this data folder instead of asking a node.")
    var data: String?
    @OptionGroup var trust: TrustOptions
    @OptionGroup var chain: ChainOptions

    func validate() throws {
        guard node == nil || data == nil else { throw ValidationError("Give either --node or --data, not both.") }
    }

    func withSource<Result>(_ body: (any LookSource) async throws -> Result) async throws -> Result {
        let expected = try chain.expected()
        if let data {
            let source = try FolderSource(directory: data)
            let status = try await source.status()
            if let expected, expected.chain.hex != status.chain {
                throw CommandFailure.refused(
                    "\(data) holds chain \(status.chain) ('\(status.community)'), but \(expected.origin) means chain "
                        + "\(expected.chain)")
            }
            return try await body(source)
        }
        return try await trust.withClient(node) { client in
            let contact = ChainContact(client: client)
            return try await body(NodeSource(contact: contact, genesis: try await contact.genesis(expected)))
        }
    }
}

/// How to reach a node.
struct TrustOptions: ParsableArguments {
    @Option(help: "A PEM file of certificates to trust for https instead of the system's.")
    var trustRoots: String?

    /// Lends a client of the node at `node`, or of the default one.
    func withClient<Result>(_ node: String?, _ body: (LedgerClient) async throws -> Result) async throws -> Result {
        let url = node ?? Environment.get("LAUREL_NODE") ?? "http://127.0.0.1:8440"
        let client = try LedgerClient(url: url, trustRoots: trustRoots)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}

/// The folder of keys.
struct KeyOptions: ParsableArguments {
    @Option(help: "The folder of keys (default: $LAUREL_KEYS, or $XDG_DATA_HOME/laurel/keys).")
    var keys: String?

    /// Refuses where nothing says which folder it is.
    func validate() throws {
        do { _ = try folder() } catch { throw ValidationError("\(error)") }
    }

    var store: KeyStore { store(configured: nil) }

    /// - Parameter configured: the folder as the node's settings name it.
    func store(configured: String?) -> KeyStore {
        let named = keys ?? Environment.get("LAUREL_KEYS") ?? configured
        guard let folder = try? named ?? folder() else {
            preconditionFailure("without a folder of keys validate() has refused")
        }
        return KeyStore(directory: folder)
    }

    private func folder() throws -> String {
        try keys ?? Environment.get("LAUREL_KEYS")
            ?? Environment.home("XDG_DATA_HOME", ".local/share", instead: "name the folder of keys with --keys DIR")
            + "/keys"
    }
}

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
}

/// What the environment says.
enum Environment {
    /// A variable that is set to something.
    static func get(_ name: String) -> String? {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
        return value
    }

    /// Laurel's folder of one kind after the XDG base directory specification. Without its variable and HOME, as in some services, it is the one
    /// that the system knows of this user, never one that depends on where the command was started: what others have put there would be believed.
    ///
    /// - Parameter way: what to do where there is none.
    static func home(_ variable: String, _ fallback: String, instead way: String? = nil) throws -> String {
        if let base = get(variable), base.hasPrefix("/") { return base + "/laurel" }
        let known = getpwuid(geteuid()).flatMap { $0.pointee.pw_dir }.map { String(cString: $0) }
        guard let home = get("HOME") ?? known, home.hasPrefix("/") else {
            throw CommandFailure.usage(
                "neither \(variable) nor HOME names a folder by its whole path; "
                    + (way ?? "set one of them, such as \(variable)=/home/NAME/\(fallback)"))
        }
        return "\(home)/\(fallback)/laurel"
    }
}
