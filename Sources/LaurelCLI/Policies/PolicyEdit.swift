import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis
import LedgerKeys
import LedgerText

/// Changes to a policy as options name them.
struct PolicyEdits {
    var set: [String] = []
    var add: [String] = []
    var remove: [String] = []

    var isEmpty: Bool { self.set.isEmpty && add.isEmpty && remove.isEmpty }

    /// The policy with these changes. What a field takes follows from what is in it.
    func applied(to policy: Policy, _ context: CommandContext) throws -> Policy {
        var json = policy.json
        let fields = Dictionary(policy.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        for text in self.set {
            let (name, value) = try Self.parts(text, "--set", fields, wanted: "a single value") { !$0.isList }
            let kind = fields[name] ?? .text("")
            json = json.setting(name, to: try Self.value(value, like: kind, "--set \(name)", context))
        }
        for (option, texts) in [("--add", add), ("--remove", remove)] {
            for text in texts {
                let (name, value) = try Self.parts(text, option, fields, wanted: "a list of accounts or keys") {
                    $0.isList
                }
                guard name != "issuers" else {
                    throw CommandFailure.usage("\(option) issuers: set, change or remove one with 'laurel set-issuer'")
                }
                // What kind an empty list holds only its name says.
                let kind: Field.Value = name == "producers" ? .key(.zero) : .account(policy.authority)
                let entry = try Self.value(value, like: kind, "\(option) \(name)", context)
                guard case .array(let entries)? = json[name] else { continue }
                guard entries.contains(entry) == (option == "--remove") else {
                    throw CommandFailure.refused(
                        "\(value) is \(option == "--add" ? "already" : "not") among the \(name); nothing was sent")
                }
                let changed = option == "--add" ? entries + [entry] : entries.filter { $0 != entry }
                json = json.setting(name, to: .array(changed))
            }
        }
        return try Policy(words: json, of: "the policy with these changes")
    }

    /// The threshold accounts among them, which are named by their keys.
    func thresholds(_ keys: KeyStore) -> NamedThresholds {
        let values = (self.set + add).compactMap { $0.split(separator: "=", maxSplits: 1).last }
        let named = values.compactMap { value in
            (try? Authenticator(words: value.split(separator: " ").map(String.init), keys: keys)) ?? nil
        }
        return Dictionary(named.map { (.threshold($0), $0) }, uniquingKeysWith: { $1 })
    }

    private static func parts(
        _ text: String, _ option: String, _ fields: [String: Field.Value], wanted: String,
        _ isKind: (Field.Value) -> Bool
    ) throws -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names = fields.filter { isKind($0.value) }.keys.sorted().joined(separator: ", ")
        guard parts.count == 2, !parts[1].isEmpty else {
            throw CommandFailure.usage("\(option) is '\(text)'; allowed is FIELD=VALUE with one of \(names)")
        }
        guard let kind = fields[parts[0]], isKind(kind) else {
            throw CommandFailure.usage("\(option) '\(parts[0])' is no field with \(wanted); there are \(names)")
        }
        return (parts[0], parts[1])
    }

    private static func value(
        _ text: String, like kind: Field.Value, _ place: String, _ context: CommandContext
    ) throws -> StrictJSON {
        let keys = context.options.keys.store
        switch kind {
        case .amount: return .string(try context.amount(text).description)
        case .account: return .string(try AccountID(words: text, keys: keys).description)
        case .key: return .string(try keys.publicKey(text).hex)
        case .number:
            guard UInt64(text) != nil else {
                throw CommandFailure.usage("\(place) is '\(text)'; allowed is a whole number")
            }
            return .number(text)
        default: return .string(text)
        }
    }
}

extension Field.Value {
    fileprivate var isList: Bool { if case .list = self { true } else { false } }
}

extension AccountID {
    /// An id, the name of a local key, a handle, or k-of-n and n keys.
    init(words text: String, keys: KeyStore) throws {
        let words = text.split(separator: " ").map(String.init)
        if let authenticator = try Authenticator(words: words, keys: keys) {
            MemberBook.remember([.threshold(authenticator): Members(authenticator, words: words, keys)])
            self = .threshold(authenticator)
        } else {
            self = try Recipient(text, keys: keys).account
        }
    }
}

/// Lets the user change a text in the editor of their own.
enum Editor {
    /// - Returns: the text as it was saved.
    static func edit(_ text: String, name: String) throws -> [UInt8] {
        let editor = Environment.get("VISUAL") ?? Environment.get("EDITOR") ?? "vi"
        let folder = try Environment.home("XDG_STATE_HOME", ".local/state") + "/edit"
        try Folder.make(folder)
        let path = "\(folder)/\(getpid())-\(name)"
        try AtomicFile.write(Array(text.utf8), to: path, mode: 0o600, replacing: true)
        defer { unlink(path) }
        try run(editor, path)
        return try AtomicFile.read(path, limit: 4 << 20)
    }

    /// Through a shell, since an editor may come with options.
    private static func run(_ editor: String, _ path: String) throws {
        let words = ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let code = posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ)
        guard code == 0 else {
            throw CommandFailure.impossible(
                "the editor '\(editor)' can't be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                throw CommandFailure.impossible("the editor '\(editor)' was lost: \(String(cString: strerror(errno)))")
            }
        }
        guard status == 0 else {
            throw CommandFailure.impossible("the editor '\(editor)' did not end well; nothing was changed")
        }
    }
}
