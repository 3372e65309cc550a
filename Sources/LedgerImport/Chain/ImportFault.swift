package import Ledger
package import LedgerCrypto

/// Why an import stopped. It has appended nothing then.
package enum ImportFault: Error, Equatable, Sendable {
    /// The chain's policy does not list the key of a role.
    case wrongKey(role: String, PublicKey)
    /// The chain's handles were bound to another custodian.
    case otherCustodian(got: PublicKey, onChain: PublicKey)
    case rewritten(RewrittenEvent)
    /// The chain holds more of the ledger than the file does.
    case shorter(events: Int, inFile: Digest, onChain: Digest?)
    /// A rule of the chain refuses what the event comes to.
    case refused(event: Int, uuid: String, Rejection)
    /// The account that the event moves grain of has left the custodian, who can't sign for it any more.
    case leftCustodian(event: Int, uuid: String, AccountID)
    /// The chain's own block at `height` does not decode.
    case damagedBlock(height: UInt64, DecodingFault)
    /// The history ends before the block at `height`.
    case missingBlock(height: UInt64, head: UInt64)
}

/// The first event of a ledger that is not what the chain holds.
package struct RewrittenEvent: Hashable, Sendable {
    package let number: Int
    package let uuid: String
    /// The last event that the chain vouches for. Events between the two leave no trace of their own, so one of them may be the cause.
    package let lastAgreed: Int
    /// The running hash up to the event, as the file gives it.
    package let inFile: Digest
    /// The running hash that the chain holds in its place.
    package let onChain: Digest?

    package init(number: Int, uuid: String, lastAgreed: Int, inFile: Digest, onChain: Digest?) {
        self.number = number
        self.uuid = uuid
        self.lastAgreed = lastAgreed
        self.inFile = inFile
        self.onChain = onChain
    }
}

extension ImportFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongKey(let role, let key):
            "the chain's policy does not list \(key) as \(role); use the keys that the chain was started with"
        case .otherCustodian(let got, let onChain):
            "the custodian's key is \(got), but the chain's handles are bound to \(onChain); use that key"
        case .rewritten(let event): "\(event)"
        case .shorter(let events, let inFile, let onChain):
            "the ledger ends after event \(events) with running hash \(inFile), but the chain holds more of it"
                + (onChain.map { ", next running hash \($0)" } ?? "") + "; use a whole and current copy"
        case .refused(let event, let uuid, let rejection): "event \(event) (\(uuid.shown)) is refused: \(rejection)"
        case .leftCustodian(let event, let uuid, let account):
            "event \(event) (\(uuid.shown)) moves grain of \(account), which the custodian's key no longer signs for; "
                + "its holder has to send it"
        case .damagedBlock(let height, let fault): "block \(height) of the chain does not decode: \(fault)"
        case .missingBlock(let height, let head): "block \(height) is missing from a chain of \(head) blocks"
        }
    }
}

extension RewrittenEvent: CustomStringConvertible {
    package var description: String {
        let range = lastAgreed + 1 < number ? "; one of the events \(lastAgreed + 1)…\(number) was changed" : ""
        return "history was rewritten: at event \(number) (\(uuid.shown)) the ledger's running hash is \(inFile), "
            + "the chain's is \(onChain.map(\.hex) ?? "none")\(range)"
    }
}
