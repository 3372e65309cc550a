public import LedgerCrypto

/// Takes back credits that are still pending, or a binding that is not yet in effect, with a reason.
public struct Revoke: ActionBody, Hashable {
    public static let tag = 3
    public static let name = "revoke"
    public static let leastByteCount = 1 + 33 + 2 + 1

    public enum Target: Hashable, Sendable {
        /// Credits of the reward with this transaction id, by index, ascending.
        case credits(transaction: Digest, indices: [UInt16])
        case binding(AccountID)
    }

    public let target: Target
    public let reason: Note
    public let evidence: Digest?

    public init(_ target: Target, reason: Note, evidence: Digest? = nil) {
        self.target = target
        self.reason = reason
        self.evidence = evidence
    }

    public var fields: [Field] {
        let what: [Field] =
            switch target {
            case .credits(let transaction, let indices):
                [
                    Field("transaction", .hash(transaction)),
                    Field("credits", .list(indices.map { .number(UInt64($0)) })),
                ]
            case .binding(let account): [Field("binding", .account(account))]
            }
        return what + [Field("reason", .text(reason.text))] + .evidence(evidence)
    }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(target)
        encoder.write(reason)
        encoder.write(evidence)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        target = try Target(from: &decoder)
        reason = try Note(from: &decoder)
        evidence = try decoder.readOptional(Digest.self)
    }
}

extension Revoke.Target: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .credits(let transaction, let indices):
            encoder.write(uleb128: 0)
            encoder.write(transaction)
            encoder.write(uleb128: indices.count)
            for index in indices { encoder.write(index) }
        case .binding(let account):
            encoder.write(uleb128: 1)
            encoder.write(account)
        }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        guard try decoder.readTag(of: 2, "what is revoked") == 0 else {
            self = .binding(try AccountID(from: &decoder))
            return
        }
        let transaction = try decoder.readDigest()
        let count = try decoder.readCount(1...Reward.creditLimit, elementBytes: 2, "credit indices")
        var indices: [UInt16] = []
        indices.reserveCapacity(count)
        for _ in 0..<count {
            let start = decoder.offset
            let index = try decoder.readInteger(UInt16.self)
            if let last = indices.last, last >= index {
                throw decoder.fault(at: start, "credit indices in strictly ascending order")
            }
            indices.append(index)
        }
        self = .credits(transaction: transaction, indices: indices)
    }
}
