import ArgumentParser
import Ledger
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Tell the account id of a key, a handle, or k of n keys.",
        discussion: """
            laurel account alice                       the account of a local key
            laurel account github:alice                the account of a handle
            laurel account 2-of-3 alice bob carol      a threshold account of keys
            """)
    @Argument(help: "A key's name, a handle, an id, or k-of-n and n keys.") var words: [String]
    @OptionGroup var keys: KeyOptions
    @OptionGroup var output: OutputOptions

    struct View: Codable {
        let account: String
        let kind: String
        var handle: String?
        var threshold: Int?
        var keys: [String]?
    }

    func run() async throws {
        let view = try view()
        if output.json { return try printJSON(view) }
        print(view.account)
    }

    private func view() throws -> View {
        if let authenticator = try Authenticator(words: words, keys: keys.store) {
            MemberBook.remember([.threshold(authenticator): Members(authenticator, words: words, keys.store)])
            return View(
                account: AccountID.threshold(authenticator).description, kind: "threshold",
                threshold: authenticator.threshold, keys: authenticator.keys.map(\.hex))
        }
        guard let word = words.first, words.count == 1 else {
            throw CommandFailure.usage("name one account, or k-of-n and n keys")
        }
        let account = try Recipient(word, keys: keys.store)
        return View(
            account: account.account.description, kind: "\(account.account.kind)", handle: account.handle?.text)
    }
}

extension Authenticator {
    /// Reads `2-of-3` and three keys; nil where the first word is not of this form.
    init?(words: [String], keys: KeyStore) throws {
        let parts = words.first?.split(separator: "-") ?? []
        guard parts.count == 3, parts[1] == "of", let threshold = Int(parts[0]), let count = Int(parts[2]) else {
            return nil
        }
        let names = words.dropFirst()
        guard names.count == count else {
            throw CommandFailure.usage("\(words[0]) needs \(count) keys, got \(names.count)")
        }
        let all = try names.map { try keys.publicKey($0) }
        guard let authenticator = Authenticator(threshold: threshold, keys: all) else {
            throw CommandFailure.refused(
                "\(words[0]) is no policy: 1…\(Authenticator.keyLimit) keys, each once, and a threshold of 1 to their number"
            )
        }
        self = authenticator
    }
}
