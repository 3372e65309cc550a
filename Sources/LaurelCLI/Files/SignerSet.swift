import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// Keys of which some must sign. What a node said when a file was written, or what follows from the transaction itself: a help for whoever
/// signs without a node, and no part of what is signed.
struct SignerSet: Codable, Equatable {
    /// For whom they sign: `laurel1…`, or the keys that come new.
    let account: String
    let threshold: Int
    /// In hex.
    let keys: [String]

    init(_ account: String, _ authenticator: Authenticator) {
        self.account = account
        threshold = authenticator.threshold
        keys = authenticator.keys.map(\.hex)
    }

    /// Nil where nobody can sign for the account yet.
    init?(_ view: AccountView) {
        guard !view.authority.keys.isEmpty, view.authority.threshold > 0 else { return nil }
        account = view.account.id
        threshold = view.authority.threshold
        keys = view.authority.keys
    }

    func count(_ witnesses: [Witness]) -> Int { witnesses.count { keys.contains($0.key.hex) } }
}

extension [SignerSet] {
    /// Who must sign a transaction, as far as a node knows.
    ///
    /// - Parameter account: what the node says of an account; nil where it says nothing.
    static func of(
        _ transaction: Transaction, _ account: (AccountID) async throws -> AccountView?
    ) async rethrows -> [SignerSet] {
        func sets(_ id: AccountID) async throws -> [SignerSet] {
            try await account(id).flatMap { SignerSet($0) }.map { [$0] } ?? []
        }
        let sender = transaction.sender
        switch transaction.action.body {
        // The sender's own policy stands in the transaction.
        case let reveal as Reveal: return [SignerSet(sender.description, reveal.policy)]
        case let rotate as Rotate: return try await sets(sender) + [SignerSet("the new keys", rotate.to)]
        case let merge as Merge: return try await sets(sender) + sets(merge.into)
        case let bind as Bind: return try await sets(sender) + [SignerSet("the new key", Authenticator(bind.key))]
        default: return try await sets(sender)
        }
    }
}

extension TransactionFile {
    /// Who must sign it: as the file says, else as the sender's own key or policy says.
    var required: [SignerSet] {
        if let signers { return signers }
        if let reveal = transaction.action.body as? Reveal {
            return [SignerSet(transaction.sender.description, reveal.policy)]
        }
        return []
    }

    /// What it still needs, in words; empty where that is nothing or nobody here knows.
    func missing(_ people: People) -> [String] {
        required.compactMap { set in
            let lacking = set.threshold - set.count(witnesses)
            guard lacking > 0 else { return nil }
            let open = set.keys.filter { key in !witnesses.contains { $0.key.hex == key } }
            let names = open.map { key in PublicKey(hex: key).map { people.shown($0) } ?? key }.joined(separator: ", ")
            return open.count == lacking
                ? "\(lacking == 1 ? "the signature" : "the signatures") of \(names)" : "\(lacking) more of \(names)"
        }
    }

    /// Why a witness would have the file refused: none that must sign has this key, or enough of them have signed.
    func fault(of witness: Witness, _ people: People) -> String? {
        guard !required.isEmpty else { return nil }
        let own = required.filter { $0.keys.contains(witness.key.hex) }
        let name = people.shown(witness.key)
        if own.isEmpty {
            let others = required.flatMap(\.keys).compactMap { PublicKey(hex: $0) }.map { people.shown($0) }
            return
                "\(name) is none of the keys that sign here (\(others.joined(separator: ", "))): a node refuses the file with this "
                + "signature in it"
        }
        if own.allSatisfy({ $0.count(witnesses) > $0.threshold }) {
            return "\(name) is one signature too many: \(own[0].threshold) are needed, and a node refuses more"
        }
        return nil
    }
}
