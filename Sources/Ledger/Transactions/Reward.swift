public import LedgerCrypto

/// 1…1,024 credits under one signature. They stay pending for the challenge window.
public struct Reward: ActionBody, Hashable {
    public static let tag = 0
    public static let name = "reward"
    public static let leastByteCount = 1 + Credit.leastByteCount
    public static let creditLimit = 1024

    public let credits: [Credit]

    /// - Precondition: 1…1,024 credits.
    public init(_ credits: [Credit]) {
        precondition((1...Self.creditLimit).contains(credits.count), "a reward has 1…1,024 credits")
        self.credits = credits
    }

    public var fields: [Field] { [Field("credits", .list(credits.map { .group($0.fields) }))] }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(credits) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let count = try decoder.readULEB128()
        guard count <= Self.creditLimit else { throw .tooManyCredits(count: count) }
        guard count > 0 else { throw decoder.fault(at: start, "1…1024 credits, got 0") }
        guard count * Credit.leastByteCount <= decoder.remaining else {
            throw decoder.fault(at: start, "\(count) credits, got the end after \(decoder.remaining) bytes")
        }
        guard count > 1 else {
            credits = [try Credit(from: &decoder)]
            return
        }
        var credits: [Credit] = []
        credits.reserveCapacity(count)
        for _ in 0..<count { credits.append(try Credit(from: &decoder)) }
        self.credits = credits
    }
}

/// One payment of a reward: to whom, how much, and what for.
public struct Credit: Hashable, Sendable {
    public let to: AccountID
    public let amount: Amount
    public let reason: Reason
    public let reference: Reference
    public let evidence: Digest?
    /// What the state keeps of reason and reference. Worked out where the credit is made, which is on all cores.
    package let digest: ReferenceDigest

    public init(to: AccountID, amount: Amount, reason: Reason, reference: Reference, evidence: Digest? = nil) {
        digest = ReferenceDigest(reason, reference)
        self.to = to
        self.amount = amount
        self.reason = reason
        self.reference = reference
        self.evidence = evidence
    }

    static let leastByteCount = 33 + 16 + 1 + 2 + 1

    var fields: [Field] {
        [
            Field("to", .account(to)), Field("amount", .amount(amount)), Field("reason", .text(reason.description)),
            Field("reference", .text(reference.text)),
        ] + .evidence(evidence)
    }
}

extension Credit: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(to)
        encoder.write(amount)
        encoder.write(reason)
        encoder.write(reference)
        encoder.write(evidence)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        to = try AccountID(from: &decoder)
        amount = try Amount(from: &decoder)
        let start = decoder.offset
        reason = try Reason(from: &decoder)
        reference = try Reference(from: &decoder)
        digest = decoder.withBytes(since: start) { ReferenceDigest(ofEncoded: $0) }
        evidence = try decoder.readOptional(Digest.self)
    }
}
