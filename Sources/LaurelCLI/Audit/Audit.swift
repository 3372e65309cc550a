import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// What an audit found.
struct Audit {
    private(set) var replay: ReplayReport?
    private(set) var index: IndexReport?
    /// The headers that stand at heights which are known from elsewhere.
    private let headers: [UInt64: SignedHeader]
    private(set) var problems: [String] = []
    /// What the end of the chain was compared with; nothing means that nobody knows whether the end is missing.
    private(set) var comparedWith: [String] = []
    private(set) var isChainCompared = false
    /// Two signed headers of one height, where a conflict was found.
    private(set) var conflict: [SignedHeader] = []

    init(_ replay: ReplayReport, index: IndexReport?, headers: [UInt64: SignedHeader]) {
        self.replay = replay
        self.index = index
        self.headers = headers
        if let fault = replay.fault {
            problems.append("block \(fault.height): \(fault.fault.name) (\(fault.fault.code)): \(fault.fault)")
        }
        if let failure = replay.sourceFailure { problems.append("after block \(replay.height): \(failure)") }
        if let damage = index?.damage { problems.append("the index differs from the replay: \(damage)") }
        if replay.holds, index?.isComplete == false, index?.damage == nil {
            problems.append("the folder's head is not where its blocks end, at height \(replay.height)")
        }
    }

    init(broken reason: String) {
        headers = [:]
        problems = [reason]
    }

    var holds: Bool { problems.isEmpty }
    var chainID: Digest { replay?.chainID ?? .zero }
    var head: SignedHeader? { replay?.head }

    mutating func compare(expectedChain expected: Digest?) {
        guard let expected, let replay else { return }
        isChainCompared = true
        if replay.chainID != expected {
            problems.insert("it is of chain \(replay.chainID), not of \(expected)", at: 0)
        }
    }

    /// Checks that the chain reaches a known block and holds it.
    mutating func compare(_ known: KnownHead, from source: String) {
        guard let replay else { return }
        guard known.height <= replay.height else {
            if replay.holds {
                problems.append(
                    "its end is missing: it reaches height \(replay.height), \(source) knows block \(known.height) "
                        + known.hash.hex)
            }
            return
        }
        let header = known.height == replay.height ? replay.head : headers[known.height]
        let hash = known.height == 0 ? replay.chainID : header?.header.hash
        guard hash == known.hash else {
            problems.append(
                "block \(known.height) is \(hash?.hex ?? "not there"), but \(source) knows it as \(known.hash)")
            conflict = [header, known.header].compactMap { $0 }
            return
        }
        comparedWith.append("\(source), height \(known.height)")
    }
}
