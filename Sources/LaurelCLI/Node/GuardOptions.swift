import ArgumentParser
import Glibc
import LedgerCrypto
import LedgerFiles
import LedgerKeys
import LedgerNode

/// Where the guard of a key that signs blocks lies: one place for a user and a machine, whatever the key's file is called.
struct GuardOptions: ParsableArguments {
    @Option(
        name: .customLong("guard"),
        help: ArgumentHelp(
            "The folder of guards (default: $LAUREL_NODE_GUARD, or $XDG_STATE_HOME/laurel/guards).", valueName: "dir"))
    var folder: String?
    @Flag(help: "Go on without a guard where it is missing, once sure that no newer block was published.")
    var newGuard = false

    /// - Parameters:
    ///   - configured: the folder as the node's settings name it.
    ///   - name: of the key.
    func place(_ configured: String?, of name: String, in store: KeyStore, _ key: PublicKey, chain: Digest) throws
        -> GuardPlace
    {
        let folder = try configured ?? Environment.get("LAUREL_NODE_GUARD") ?? Self.usual()
        do {
            try Folder.make(folder)
            guard access(folder, W_OK | X_OK) == 0 else { throw FileError.failed(.write, path: folder, code: errno) }
        } catch {
            throw CommandFailure.impossible(
                "the folder of guards can't be used: \(error). Without a guard a key could sign two blocks at one height; name a folder of "
                    + "this machine that lasts and is writable with --guard DIR, always the same")
        }
        var place = GuardPlace(folder: folder, key: key, keyPath: try store.path(of: name), chain: chain)
        place.acceptsMissing = newGuard
        return place
    }

    /// The state folder of this user.
    private static func usual() throws -> String {
        try Environment.home("XDG_STATE_HOME", ".local/state", instead: "name the folder of guards with --guard DIR")
            + "/guards"
    }
}
