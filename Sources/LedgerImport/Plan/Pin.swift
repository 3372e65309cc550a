import Ledger
import LedgerCrypto

/// What a transaction of an import says of the event that it is for.
struct Pin: Hashable {
    /// The running hash of the ledger up to the event.
    let hash: Digest
    /// SourceCred's name for the event, where the transaction tells it.
    let uuid: String?

    /// Nil where it carries no running hash.
    init?(_ action: Action) {
        switch action.body {
        case let attest as Attest:
            let parts = attest.topic.text.split(separator: ":", maxSplits: 2)
            guard parts.count > 1, parts[0] + ":" == SourceCred.handlePrefix, UInt(parts[1]) != nil else { return nil }
            (hash, uuid) = (attest.hash, parts.count == 3 ? String(parts[2]) : nil)
        case let reward as Reward:
            guard let evidence = reward.credits[0].evidence else { return nil }
            (hash, uuid) = (evidence, Self.withoutPart(reward.credits[0].reference.text))
        case let transfer as Transfer:
            guard let evidence = transfer.evidence else { return nil }
            (hash, uuid) = (evidence, nil)
        case let merge as Merge:
            guard let evidence = merge.evidence else { return nil }
            (hash, uuid) = (evidence, nil)
        default: return nil
        }
    }

    /// What an event is attested under: its number and, where that fits into a reference, its uuid.
    static func topic(of event: SourceCredEvent) -> Reference {
        let number = SourceCred.handlePrefix + "\(event.number)"
        return Reference("\(number):\(event.uuid)") ?? Reference(unchecked: number)
    }

    /// A reward's reference without the number of its part.
    private static func withoutPart(_ reference: String) -> String {
        guard let mark = reference.lastIndex(of: "#"), UInt(reference[reference.index(after: mark)...]) != nil else {
            return reference
        }
        return String(reference[..<mark])
    }
}
