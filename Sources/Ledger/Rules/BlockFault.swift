public import LedgerCrypto

/// Why a block does not follow the state before it. Codes are part of the protocol.
public enum BlockFault: Error, Equatable, Sendable {
    case malformedBlock(DecodingFault)
    case version(got: UInt16)
    case chain(got: Digest, expected: Digest)
    case height(got: UInt64, expected: UInt64)
    case parent(got: Digest, expected: Digest)
    case historyRoot(got: Digest, expected: Digest)
    case time(got: Timestamp, earliest: Timestamp)
    case producer(PublicKey)
    case blockSignature(PublicKey)
    case transactionCount(got: UInt32, there: Int)
    case blockSize(bytes: Int, transactions: Int, byteLimit: UInt32, transactionLimit: UInt32)
    case transactionsRoot(got: Digest, expected: Digest)
    case transaction(index: Int, Rejection)
    case stateRoot(got: Digest, expected: Digest)
    case future(got: Timestamp, now: Timestamp)

    public var rule: (code: Int, name: String) {
        switch self {
        case .malformedBlock: (201, "malformedBlock")
        case .version: (202, "version")
        case .chain: (203, "chain")
        case .height: (204, "height")
        case .parent: (205, "parent")
        case .historyRoot: (206, "historyRoot")
        case .time: (207, "time")
        case .producer: (208, "producer")
        case .blockSignature: (209, "blockSignature")
        case .transactionCount: (210, "transactionCount")
        case .blockSize: (211, "blockSize")
        case .transactionsRoot: (212, "transactionsRoot")
        case .transaction(_, let rejection): rejection.rule
        case .stateRoot: (213, "stateRoot")
        case .future: (215, "future")
        }
    }

    public var code: Int { rule.code }
    public var name: String { rule.name }
}

extension BlockFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedBlock(let fault): "the bytes are no block: \(fault)"
        case .version(let got): "version \(got); only \(BlockHeader.version) is known"
        case .chain(let got, let expected): "it is of chain \(got), this is chain \(expected)"
        case .height(let got, let expected): "its height is \(got), \(expected) was expected"
        case .parent(let got, let expected): "its parent is \(got), the block before it is \(expected)"
        case .historyRoot(let got, let expected): "its history root is \(got), the blocks before it give \(expected)"
        case .time(let got, let earliest): "its time is \(got); allowed is \(earliest) to \(Timestamp.latest)"
        case .producer(let key): "the policy in force does not list its producer \(key)"
        case .blockSignature(let key): "its signature is not \(key)'s over its header"
        case .transactionCount(let got, let there): "it says \(got) transactions and holds \(there)"
        case .blockSize(let bytes, let transactions, let byteLimit, let transactionLimit):
            "it has \(bytes) bytes and \(transactions) transactions; the policy allows \(byteLimit) and \(transactionLimit)"
        case .transactionsRoot(let got, let expected):
            "its transactions root is \(got), its transactions give \(expected)"
        case .transaction(let index, let rejection): "transaction \(index): \(rejection)"
        case .stateRoot(let got, let expected): "its state root is \(got), the state after it is \(expected)"
        case .future(let got, let now): "its time is \(got), which is after \(now), the time of this check"
        }
    }
}
