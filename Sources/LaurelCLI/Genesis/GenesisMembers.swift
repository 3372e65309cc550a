import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis
import LedgerKeys
import LedgerText

/// Gathers the members of the threshold accounts that answers name.
final class MemberCollector {
    var all: [AccountID: Members] = [:]
}

extension GenesisFile {
    /// The members of the threshold accounts that a genesis file names them of. The file was read as a genesis before.
    static func members(_ path: String) throws -> [AccountID: Members] {
        var found: [AccountID: Members] = [:]
        gather(try StrictJSON(parsing: try AtomicFile.read(path, limit: 4 << 20)), &found)
        return found
    }

    private static func gather(_ json: StrictJSON, _ found: inout [AccountID: Members]) {
        switch json {
        case .array(let elements): for element in elements { gather(element, &found) }
        case .object(let entries):
            if let members = Members(json), let account = members.account { found[account] = members }
            for entry in entries { gather(entry.value, &found) }
        default: break
        }
    }
}

extension Members {
    /// Reads `{ "threshold": 2, "keys": […], "names": […] }`, where names may be missing.
    fileprivate init?(_ json: StrictJSON) {
        guard case .number(let text)? = json["threshold"], let threshold = Int(text),
            case .array(let keys)? = json["keys"]
        else { return nil }
        let parsed = keys.compactMap { key -> PublicKey? in
            guard case .string(let text) = key else { return nil }
            return PublicKey(hex: text) ?? (try? AccountID(text: text))?.ownKey
        }
        guard parsed.count == keys.count, let authenticator = Authenticator(threshold: threshold, keys: parsed) else {
            return nil
        }
        var names: [PublicKey: String] = [:]
        if case .array(let texts)? = json["names"], texts.count == parsed.count {
            for (key, name) in zip(parsed, texts) { if case .string(let name) = name { names[key] = name } }
        }
        self.init(authenticator) { names[$0] }
    }

    fileprivate var json: StrictJSON {
        .object([
            .init("threshold", .number("\(threshold)")), .init("keys", .array(keys.map { .string($0) })),
            .init("names", .array(names.map { .string($0) })),
        ])
    }
}

extension Genesis {
    /// The file of the genesis, in which threshold accounts stand with their members instead of their hash. It is the same chain.
    func json(naming members: [AccountID: Members]) throws -> [UInt8] {
        let words = Dictionary(uniqueKeysWithValues: members.map { ($0.key.description, $0.value.json) })
        return Self.replace(try StrictJSON(parsing: json), words).indented
    }

    private static func replace(_ json: StrictJSON, _ words: [String: StrictJSON]) -> StrictJSON {
        switch json {
        case .string(let text): words[text] ?? json
        case .array(let elements): .array(elements.map { replace($0, words) })
        case .object(let entries): .object(entries.map { .init($0.name, replace($0.value, words)) })
        default: json
        }
    }
}

extension Policy {
    /// All accounts that it names.
    var accounts: Set<AccountID> { Set([authority] + issuers.map(\.account) + arbiters + registrars) }
}
