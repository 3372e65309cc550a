public import LedgerCrypto

/// One account's leaf: everything that the rules know of it.
public struct AccountRecord: Hashable, Sendable {
    public let id: AccountID
    /// The number that its next transaction must carry.
    public internal(set) var sequence: UInt64 = 0
    public internal(set) var balance: Amount = .zero
    /// What it was ever paid in rewards that matured, with that of the accounts merged into it.
    public internal(set) var earned: Amount = .zero
    public internal(set) var authority: Authority = .initial
    /// The epoch that `used` counts in.
    package internal(set) var epoch: UInt64 = 0
    package internal(set) var used: UInt32 = 0
    /// How many credits to it are pending and not revoked.
    public internal(set) var pending: UInt32 = 0
    /// The account that took it over, by index.
    public internal(set) var mergedInto: UInt32?

    init(id: AccountID) {
        self.id = id
    }

    /// A record as a store has kept it.
    package init(
        id: AccountID, sequence: UInt64, balance: Amount, earned: Amount, authority: Authority, epoch: UInt64,
        used: UInt32, pending: UInt32, mergedInto: UInt32?
    ) {
        (self.id, self.sequence, self.balance, self.earned) = (id, sequence, balance, earned)
        (self.authority, self.epoch, self.used) = (authority, epoch, used)
        (self.pending, self.mergedInto) = (pending, mergedInto)
    }

    /// How many transactions it has sent in this epoch.
    public func used(inEpoch epoch: UInt64) -> UInt32 { self.epoch == epoch ? used : 0 }

    /// Who may sign for it at `time`; nil where nobody may yet.
    public func authenticator(at time: Timestamp) -> Authenticator? {
        switch authority {
        case .explicit(let authenticator): authenticator
        case .bound(let key, let effectiveAt): effectiveAt <= time ? Authenticator(key) : nil
        case .initial: id.ownKey.map { Authenticator($0) }
        }
    }
}

/// How an account came to the keys that sign for it. Boxed, since most accounts keep the initial one.
public indirect enum Authority: Hashable, Sendable {
    /// A key account's own key; a handle's or threshold account's none.
    case initial
    /// A handle's first key, in effect from a moment on.
    case bound(PublicKey, effectiveAt: Timestamp)
    /// Revealed or rotated to.
    case explicit(Authenticator)
}

extension Authority: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .initial: encoder.write(uleb128: 0)
        case .bound(let key, let effectiveAt):
            encoder.write(uleb128: 1)
            encoder.write(key)
            encoder.write(effectiveAt)
        case .explicit(let authenticator):
            encoder.write(uleb128: 2)
            encoder.write(authenticator)
        }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        switch try decoder.readTag(of: 3, "an authority") {
        case 0: self = .initial
        case 1: self = .bound(try decoder.readKey(), effectiveAt: try Timestamp(from: &decoder))
        default: self = .explicit(try Authenticator(from: &decoder))
        }
    }
}

extension AccountRecord: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(id)
        encoder.write(sequence)
        encoder.write(balance)
        encoder.write(earned)
        encoder.write(authority)
        encoder.write(epoch)
        encoder.write(used)
        encoder.write(pending)
        encoder.write(mergedInto != nil)
        if let mergedInto { encoder.write(mergedInto) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        id = try AccountID(from: &decoder)
        sequence = try decoder.readInteger()
        balance = try Amount(from: &decoder)
        earned = try Amount(from: &decoder)
        authority = try Authority(from: &decoder)
        epoch = try decoder.readInteger()
        used = try decoder.readInteger()
        pending = try decoder.readInteger()
        mergedInto = try decoder.readBool() ? try decoder.readInteger() : nil
    }
}
