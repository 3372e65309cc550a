package import Ledger
package import LedgerCrypto

/// Why an import stopped. It has appended nothing then.
package enum ImportFault: Error, Equatable, Sendable {
    /// The chain's policy does not list the key of a role.
    case wrongKey(role: String, PublicKey)
    /// The chain's handles were bound to another custodian.
    case otherCustodian(got: PublicKey, onChain: PublicKey)
    case rewritten(RewrittenEvent)
    /// The chain holds more of the ledger than the file does: so many events.
    case shorter(events: Int, inFile: Digest, onChain: Int)
    /// The chain's past was imported by a release that attested nothing, so it can't tell which event differs.
    case unpinned
    /// The event is the chain's, but the chain has other transactions for it than this release makes.
    case otherTransactions(event: Int, uuid: String)
    /// A rule of the chain refuses what the event comes to.
    case refused(event: Int, uuid: String, Rejection)
    /// The account that the event moves grain of has left the custodian, who can't sign for it any more.
    case leftCustodian(event: Int, uuid: String, AccountID, name: String?)
    /// The chain's own block at `height` does not decode.
    case damagedBlock(height: UInt64, DecodingFault)
    /// The history ends before the block at `height`.
    case missingBlock(height: UInt64, head: UInt64)
}

/// The first event of a ledger that is not what the chain holds.
package struct RewrittenEvent: Hashable, Sendable {
    package let number: Int
    package let uuid: String
    package let type: String
    /// The running hash up to the event, as the file gives it.
    package let inFile: Digest
    /// The running hash that the chain holds in its place.
    package let onChain: Digest
    /// The uuid of the event that the chain holds in its place, where the chain tells it.
    package let uuidOnChain: String?

    package init(_ event: SourceCredEvent, onChain: Digest, uuidOnChain: String?) {
        number = event.number
        uuid = event.uuid
        type = event.type
        inFile = event.runningHash
        self.onChain = onChain
        self.uuidOnChain = uuidOnChain
    }

    /// Whether the two have nothing in common, not even the event that each begins with.
    package var isOfAnotherLedger: Bool { number == 1 && uuidOnChain != nil && uuidOnChain != uuid }
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
            "the ledger ends after event \(events) with running hash \(inFile), but the chain holds \(onChain) events of it; "
                + "use a whole and current copy. \(Self.correction)"
        case .unpinned:
            "the chain's past was imported by an earlier release, which did not attest every event, so it can't be compared; "
                + "import the ledger into a new folder"
        case .otherTransactions(let event, let uuid):
            "event \(event) (\(uuid.shown)) is the one that was imported, but the chain has other transactions for it than this "
                + "release makes; append with the release that made the chain"
        case .refused(let event, let uuid, let rejection): "event \(event) (\(uuid.shown)) is refused: \(rejection)"
        case .leftCustodian(let event, let uuid, let account, let name):
            "event \(event) (\(uuid.shown)) moves grain of \(name.map { "\($0.shown), account " } ?? "")\(account), "
                + "which the custodian's key no longer signs for; its holder has to send it"
        case .damagedBlock(let height, let fault): "block \(height) of the chain does not decode: \(fault)"
        case .missingBlock(let height, let head): "block \(height) is missing from a chain of \(head) blocks"
        }
    }

    /// What a community does whose past really was wrong.
    static let correction =
        "A past that was wrong is corrected by a further event at the end of the ledger as it was, such as a transfer back, which is "
        + "imported like any other; or by a new chain of the corrected ledger, made in another folder, and told to everybody who "
        + "keeps the id of this one"
}

extension RewrittenEvent: CustomStringConvertible {
    package var description: String {
        if isOfAnotherLedger, let uuidOnChain {
            return
                "this is another ledger: its first event is \(uuid.shown), that of the chain's ledger \(uuidOnChain.shown); "
                + "name the folder of its own chain, or a new one"
        }
        let place =
            switch uuidOnChain {
            case uuid: "the chain holds it with other contents"
            case let other?: "the chain holds event \(other.shown) in its place"
            case nil: "the chain holds another event in its place"
            }
        let agreed = number == 1 ? "" : ", all before it are the same"
        return
            "history was rewritten at event \(number) (\(type.shown), \(uuid.shown)): \(place)\(agreed). The ledger's running "
            + "hash is \(inFile) there, the chain's \(onChain). \(ImportFault.correction)"
    }
}
