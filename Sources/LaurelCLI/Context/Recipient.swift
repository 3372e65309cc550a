import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// An account as somebody wrote it, with the handle's text where it was one.
struct Recipient: Hashable {
    let account: AccountID
    let handle: Handle?

    /// Reads `laurel1…`, a handle `platform:name`, or the name of a local key.
    init(_ text: String, keys: KeyStore) throws {
        if text.hasPrefix("laurel1") || text.hasPrefix("LAUREL1") {
            account = try AccountID(text: text)
            handle = nil
        } else if text.contains(":") {
            guard let handle = Handle(Recipient.normalized(text)) else {
                throw CommandFailure.refused("'\(text)' is not \(Handle.form)")
            }
            self.handle = handle
            account = .handle(handle)
        } else {
            account = .key(try keys.load(text).publicKey)
            handle = nil
        }
    }

    /// In lowercase where the platform ignores case, so that one person has one account.
    private static func normalized(_ text: String) -> String {
        let platform = text.prefix { $0 != ":" }.lowercased()
        guard ["github", "gitlab"].contains(platform) else { return text }
        return text.lowercased()
    }

    /// What `look` finds of it.
    ///
    /// - Throws: where it is not on the chain, a refusal that names it as it was written: `text`.
    func found<View>(as text: String, _ look: (AccountID) async throws -> View) async throws -> View {
        do { return try await look(account) } catch ClientError.problem(let problem) where problem.isUnknownAccount {
            throw CommandFailure.refused("\(text) is not on the chain: nobody has paid or admitted it yet")
        }
    }

    var shown: String { handle?.text ?? account.description }
}

extension KeyStore {
    /// A public key: 64 hex digits, a key account, or the name of a local key.
    func publicKey(_ text: String) throws -> PublicKey {
        if let key = PublicKey(hex: text) { return key }
        guard text.hasPrefix("laurel1") else { return try load(text).publicKey }
        guard let key = try AccountID(text: text).ownKey else {
            throw CommandFailure.refused("\(text) is no key account; name a key, or an account of kind key")
        }
        return key
    }
}

extension ProblemView {
    /// Whether it is that an account is not on the chain, and not that the address leads to nothing at all.
    var isUnknownAccount: Bool { rule == "unknownAccount" }
}
