import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// Which rewards a command looks at.
struct RewardFilterOptions: ParsableArguments {
    @Option(help: "Only what this account issued.") var issuer: String?
    @Option(help: "Only what this account was paid.") var to: String?
    @OptionGroup var purpose: PurposeOptions

    func filter(_ keys: KeyStore) throws -> RewardFilter {
        var filter = RewardFilter()
        filter.issuer = try issuer.map { try Recipient($0, keys: keys).account }
        filter.recipient = try to.map { try Recipient($0, keys: keys).account }
        filter.reason = try purpose.reason()
        filter.reference = try purpose.reference.map { try Reference(option: $0) }
        return filter
    }
}

/// What rewards are for.
struct PurposeOptions: ParsableArguments {
    @Flag(help: "Only for tickets.") var tickets = false
    @Flag(help: "Only for proposals.") var proposals = false
    @Option(help: "Only for this category, neither tickets nor proposals.") var category: String?
    @Option(help: "Only under this reference: a ticket number, a proposal, an event.") var reference: String?

    func validate() throws {
        guard [tickets, proposals, category != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give at most one of --tickets, --proposals and --category.")
        }
    }

    func reason() throws -> Reason? { try Reason(tickets: tickets, proposals: proposals, category: category) }
}

extension Reason {
    /// What flags say; nil where none does.
    init?(tickets: Bool, proposals: Bool, category: String?) throws {
        if tickets {
            self = .ticketResolved
        } else if proposals {
            self = .proposalAccepted
        } else if let category {
            guard let category = Category(category) else {
                throw CommandFailure.usage("--category is '\(category)'; allowed is \(Category.form)")
            }
            self = .other(category)
        } else {
            return nil
        }
    }
}

extension Reference {
    init(option text: String) throws {
        guard let reference = Reference(text) else {
            throw CommandFailure.usage("'\(text)' is not \(Reference.form)")
        }
        self = reference
    }
}
