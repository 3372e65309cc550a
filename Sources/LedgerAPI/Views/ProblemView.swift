import LedgerText

/// An error as RFC 9457 tells it (`application/problem+json`).
package struct ProblemView: Codable, Sendable, Equatable, Error {
    /// A URI of the kind of problem: `urn:laurel:problem:` and the rule’s or problem’s name.
    package var type: String
    /// The kind of problem in a few words.
    package var title: String
    /// The HTTP status.
    package var status: Int
    /// The stable number of the rule that a transaction broke.
    package var code: Int?
    /// The name of that rule, or of the problem where no rule of the chain was broken.
    package var rule: String?
    /// What was got, what is allowed, what to do.
    package var detail: String
    /// The id of the transaction.
    package var transaction: String?
    /// The credit that broke the rule, by its index.
    package var credit: Int?
    /// Single values that the detail speaks of, such as `got` and `expected`.
    package var facts: [String: String]?
    /// After how many seconds to try again.
    package var retryAfter: Int?

    package init(
        type: String, title: String, status: Int, code: Int? = nil, rule: String? = nil, detail: String,
        transaction: String? = nil, credit: Int? = nil, facts: [String: String]? = nil, retryAfter: Int? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.code = code
        self.rule = rule
        self.detail = detail
        self.transaction = transaction
        self.credit = credit
        self.facts = facts
        self.retryAfter = retryAfter
    }
}

extension ProblemView: CustomStringConvertible {
    /// The rule with its number, then the detail.
    package var description: String {
        let detail = ForeignText.shown(detail)
        guard let rule else { return detail }
        return code.map { "\(ForeignText.shown(rule)) (\($0)): \(detail)" } ?? detail
    }
}
