public import LedgerCrypto

/// The start of a chain: the token, the supply cap, the calendar and the first policy. Its hash is the chain's id.
public struct Genesis: Hashable, Sendable {
    public static let version: UInt16 = 1
    public static let epochRange = Milliseconds(60_000)...Milliseconds.days(3650)

    public let community: String
    public let token: Token
    /// What minted − revoked may reach, at least 1.
    public let supplyCap: Amount
    public let time: Timestamp
    /// Random, so that a file used twice makes two chains.
    public let nonce: Digest
    /// The length of the epochs in which budgets and allowances are counted, a minute to ten years.
    public let epochLength: Milliseconds
    public let policy: Policy

    public init(
        community: String, token: Token, supplyCap: Amount, time: Timestamp, nonce: Digest, epochLength: Milliseconds,
        policy: Policy
    ) {
        self.community = community
        self.token = token
        self.supplyCap = supplyCap
        self.time = time
        self.nonce = nonce
        self.epochLength = epochLength
        self.policy = policy
    }

    /// The same under another policy: for seeing what a change of the policy would mean.
    package func under(_ policy: Policy) -> Genesis {
        Genesis(
            community: community, token: token, supplyCap: supplyCap, time: time, nonce: nonce,
            epochLength: epochLength, policy: policy)
    }

    private static let tag = TaggedHash("laurel/genesis")

    public var chainID: Digest { Self.tag.hash(encoded) }

    /// The number of the epoch that holds `time`, which is not before the genesis's.
    public func epoch(at time: Timestamp) -> UInt64 {
        (time.milliseconds - self.time.milliseconds) / epochLength.count
    }

    /// When the epoch after `epoch` begins.
    public func end(ofEpoch epoch: UInt64) -> Timestamp {
        let (span, overflow) = epochLength.count.multipliedReportingOverflow(by: epoch + 1)
        return overflow ? .latest : time.adding(Milliseconds(span))
    }

    /// Everything that is out of range, in order of the fields. A decoded genesis may have faults; a chain is started from none that has.
    public var faults: [PolicyFault] {
        var faults: [PolicyFault] = []
        func require(_ holds: Bool, _ path: String, _ got: String, _ allowed: String) {
            if !holds { faults.append(PolicyFault(path: path, got: got, allowed: allowed)) }
        }
        let line = { (text: String, limit: Int) in (1...limit).contains(text.utf8.count) && Note.isFormed(text) }
        require(line(community, 100), "community", "'\(community)'", "1…100 bytes without control characters")
        require(line(token.name, 50), "token.name", "'\(token.name)'", "1…50 bytes without control characters")
        require(Token.isSymbol(token.symbol), "token.symbol", "'\(token.symbol)'", "1…12 characters of A…Z and 0…9")
        require(Token.decimalsRange.contains(token.decimals), "token.decimals", "\(token.decimals)", "0…18")
        require(supplyCap > .zero, "supplyCap", "0", "at least 1")
        require(time <= .latest, "time", "\(time)", "at most \(Timestamp.latest)")
        let range = Self.epochRange
        require(
            range.contains(epochLength), "epochLength", "\(epochLength)", "\(range.lowerBound)…\(range.upperBound)")
        return faults
            + policy.faults.map { PolicyFault(path: "policy." + $0.path, got: $0.got, allowed: $0.allowed) }
    }
}

extension Genesis: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(Self.version)
        encoder.write(community)
        encoder.write(token)
        encoder.write(supplyCap)
        encoder.write(time)
        encoder.write(nonce)
        encoder.write(epochLength)
        encoder.write(policy)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let version = try decoder.readInteger(UInt16.self)
        guard version == Self.version else { throw decoder.fault(at: 0, "a genesis of version 1, got \(version)") }
        community = try decoder.readLine(1...100, "a community's name")
        token = try Token(from: &decoder)
        supplyCap = try Amount(from: &decoder)
        time = try Timestamp(from: &decoder)
        nonce = try decoder.readDigest()
        epochLength = try Milliseconds(from: &decoder)
        policy = try Policy(from: &decoder)
        if let fault = faults.first { throw decoder.fault(at: 0, "a genesis within its ranges; \(fault)") }
    }
}
