import Ledger

/// One event as SourceCred writes it: `{"action":{…,"type":…},"ledgerTimestamp":…,"uuid":…,"version":"1"}`.
struct EventJSON: Decodable {
    let action: ActionJSON
    let ledgerTimestamp: UInt64
    let uuid: String
    let version: String
}

/// The contents of an event. A type that is not known here might move grain, so it is refused.
struct ActionJSON: Decodable {
    let type: String
    let action: SourceCredEvent.Action

    private enum Key: String, CodingKey {
        case type, identity, identityId, newName, id, distribution, from, to, amount, base, target
    }

    private struct Identity: Decodable {
        let id: String
        let name: String
    }

    private struct Distribution: Decodable {
        struct Allocation: Decodable {
            let receipts: [ReceiptJSON]
        }
        let allocations: [Allocation]
    }

    private struct ReceiptJSON: Decodable {
        let id: String
        let amount: GrainJSON
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) throws -> String { try fields.decode(String.self, forKey: key) }
        type = try text(.type)
        switch type {
        case "CREATE_IDENTITY":
            let identity = try fields.decode(Identity.self, forKey: .identity)
            action = .createIdentity(id: identity.id, name: identity.name)
        case "RENAME_IDENTITY": action = .renameIdentity(id: try text(.identityId), name: try text(.newName))
        case "TOGGLE_ACTIVATION": action = .toggleActivation(id: try text(.identityId))
        case "ADD_ALIAS", "REMOVE_ALIAS", "CHANGE_IDENTITY_TYPE": action = .describe(id: try text(.identityId))
        case "SET_PAYOUT_ADDRESS": action = .describe(id: try text(.id))
        case "DISTRIBUTE_GRAIN":
            let receipts = try fields.decode(Distribution.self, forKey: .distribution).allocations.flatMap(\.receipts)
            action = .distribute(receipts.map { .init(id: $0.id, amount: $0.amount.amount) })
        case "TRANSFER_GRAIN":
            let grain = try fields.decode(GrainJSON.self, forKey: .amount)
            action = .transfer(from: try text(.from), to: try text(.to), amount: grain.amount)
        case "SET_EXTERNAL_CURRENCY", "REMOVE_EXTERNAL_CURRENCY", "ENABLE_GRAIN_INTEGRATION",
            "DISABLE_GRAIN_INTEGRATION",
            "MARK_DISTRIBUTION_EXECUTED":
            action = .configure
        case "ENABLE_ACCOUNTING": action = .enableAccounting
        case "DISABLE_ACCOUNTING": action = .disableAccounting
        case "MERGE_IDENTITIES": action = .merge(base: try text(.base), target: try text(.target))
        default: throw UnknownType(type: type)
        }
    }
}

/// An amount of grain: an integer of minor units as a string, without a sign or leading zeros, at most 2¹²⁸−1.
private struct GrainJSON: Decodable {
    let amount: Amount

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.first != 0x30 || text.utf8.count == 1,
            let units = UInt128(text)
        else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text.shown)' is not an integer of 0…2^128-1 minor units")
        }
        amount = Amount(units)
    }
}

/// An event of a type that the import does not know.
struct UnknownType: Error {
    let type: String
}
