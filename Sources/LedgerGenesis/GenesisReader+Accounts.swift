import Ledger
import LedgerCrypto
import LedgerText

extension GenesisReader {
    /// Stands where an account can't be read. Nobody has its key.
    static let nobody = AccountID.key(.zero)

    /// A key as 64 hex digits or as the `laurel1…` of its account.
    mutating func key(_ value: StrictJSON, at path: String) -> PublicKey? {
        let allowed = "a key: 64 hex digits, or the laurel1… of a key account"
        guard case .string(let text) = value else {
            fault(path, value.summary, allowed)
            return nil
        }
        var key = PublicKey(hex: text)
        if text.hasPrefix("laurel1") {
            do { key = try AccountID(text: text).ownKey } catch {
                fault(path, "unreadable: \(error)", allowed)
                return nil
            }
        }
        guard let key else {
            fault(path, value.summary, allowed)
            return nil
        }
        guard key.parsed() != nil else {
            fault(path, "\(value.summary), which is no point of the curve", "a key that somebody can sign with")
            return nil
        }
        return key
    }

    /// An account: `laurel1…`, a handle `platform:name`, or an object `{ "threshold": k, "keys": […] }`.
    mutating func account(_ value: StrictJSON, at path: String) -> AccountID? {
        let allowed =
            "an account: \"laurel1…\", a handle such as \"github:alice\", or {\"threshold\": 2, \"keys\": […]}"
        switch value {
        case .object:
            guard let authenticator = threshold(value, at: path) else { return nil }
            let account = AccountID.threshold(authenticator)
            thresholds[account] = authenticator
            return account
        case .string(let text) where text.hasPrefix("laurel1") && !text.contains(":"):
            do { return try AccountID(text: text) } catch { fault(path, "unreadable: \(error)", allowed) }
        case .string(let text):
            if let handle = Handle(text) { return .handle(handle) }
            fault(path, value.summary, allowed)
        default: fault(path, value.summary, allowed)
        }
        return nil
    }

    /// Looks over what the keys are called, which is for people: the account is the hash of threshold and keys alone.
    private mutating func names(_ value: StrictJSON?, at path: String, count: Int) {
        guard let value else { return }
        guard case .array(let names) = value, names.count == count else {
            return fault(path, value.summary, "a list of \(count), a name for each key, or no such entry")
        }
        for (index, name) in names.enumerated() {
            if case .string(let text) = name, (1...100).contains(text.utf8.count), Note.isFormed(text) { continue }
            fault("\(path)[\(index)]", name.summary, "a string of 1…100 bytes without control characters")
        }
    }

    private mutating func threshold(_ value: StrictJSON, at path: String) -> Authenticator? {
        let faultsBefore = faults.count
        let entries = object(value, at: path, ["threshold", "keys"], optional: ["names"])
        let threshold = number(entries["threshold"], at: path + ".threshold", else: 1)
        let keys = list(entries["keys"], at: path + ".keys", of: "keys", by: \.self) { $0.key($1, at: $2) }
        names(entries["names"], at: path + ".names", count: keys.count)
        guard faults.count == faultsBefore else { return nil }
        if let authenticator = Authenticator(threshold: Int(threshold), keys: keys) { return authenticator }
        if (1...Authenticator.keyLimit).contains(keys.count) {
            fault(path + ".threshold", "\(threshold)", "1…\(keys.count), the number of keys")
        } else {
            fault(path + ".keys", "\(keys.count)", "1…\(Authenticator.keyLimit) entries")
        }
        return nil
    }
}
