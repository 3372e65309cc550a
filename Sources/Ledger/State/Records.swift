/// What an issuer has spent of its budget. It reads 0 in any other epoch than its own.
public struct Spending: Hashable, Sendable {
    public let account: UInt32
    public internal(set) var epoch: UInt64
    public internal(set) var spent: Amount
}

/// A credit as the state keeps it from issue until it has matured.
public struct RewardRecord: Hashable, Sendable {
    public let transaction: UInt64
    public let credit: UInt16
    public let issuer: UInt32
    public let recipient: UInt32
    public let amount: Amount
    public let epoch: UInt64
    public let maturesAt: Timestamp
    public let reference: ReferenceDigest

    package init(
        transaction: UInt64, credit: UInt16, issuer: UInt32, recipient: UInt32, amount: Amount, epoch: UInt64,
        maturesAt: Timestamp, reference: ReferenceDigest
    ) {
        self.transaction = transaction
        self.credit = credit
        self.issuer = issuer
        self.recipient = recipient
        self.amount = amount
        self.epoch = epoch
        self.maturesAt = maturesAt
        self.reference = reference
    }
}

/// Which transaction pays a reference.
public struct ReferenceRecord: Hashable, Sendable {
    public let reference: ReferenceDigest
    public internal(set) var transaction: UInt64

    package init(reference: ReferenceDigest, transaction: UInt64) {
        self.reference = reference
        self.transaction = transaction
    }
}

/// That a credit was taken back, and by which transaction.
public struct RevocationRecord: Hashable, Sendable {
    public let transaction: UInt64
    public let credit: UInt16
    public let by: UInt64
}

extension Spending: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(account)
        encoder.write(epoch)
        encoder.write(spent)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        account = try decoder.readInteger()
        epoch = try decoder.readInteger()
        spent = try Amount(from: &decoder)
    }
}

extension RewardRecord: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(transaction)
        encoder.write(credit)
        encoder.write(issuer)
        encoder.write(recipient)
        encoder.write(amount)
        encoder.write(epoch)
        encoder.write(maturesAt)
        encoder.write(reference)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        transaction = try decoder.readInteger()
        credit = try decoder.readInteger()
        issuer = try decoder.readInteger()
        recipient = try decoder.readInteger()
        amount = try Amount(from: &decoder)
        epoch = try decoder.readInteger()
        maturesAt = try Timestamp(from: &decoder)
        reference = try ReferenceDigest(from: &decoder)
    }
}

extension ReferenceRecord: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(reference)
        encoder.write(transaction)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        reference = try ReferenceDigest(from: &decoder)
        transaction = try decoder.readInteger()
    }
}

extension RevocationRecord: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(transaction)
        encoder.write(credit)
        encoder.write(by)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        transaction = try decoder.readInteger()
        credit = try decoder.readInteger()
        by = try decoder.readInteger()
    }
}
