import Hummingbird
package import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerStore
import LedgerText

extension API {
    private static let lookupBody = 256 << 10

    /// How many references and accounts stand, which whoever pays wants to know of all before the first is paid.
    func lookup(_ call: Call) async throws -> Response {
        _ = try call.accepted()
        let header = call.request.headers[.contentType]
        let type = header?.split(separator: ";").first.map { $0.trimmed.lowercased() }
        guard type == MediaKind.json.rawValue else { throw ProblemView.unsupportedMedia(header, allowed: [.json]) }
        if gate.answers.isUsedUp { throw await busy() }
        let body = try await body(call, Self.lookupBody)
        defer { withExtendedLifetime(body.share) {} }
        let lookup: Lookup
        do { lookup = try Lookup(json: body.bytes) } catch { throw ProblemView.malformedBody(error.detail) }
        // A look into the store costs less than a check; many at once wait their turn all the same.
        let count = lookup.references.count + lookup.accounts.count
        guard let turn = gate.signatures.share(max(1, count / 4)) else { throw await busy() }
        defer { withExtendedLifetime(turn) {} }
        // What is not durable is asked before what is: a transaction goes from there to the store, never back.
        let payers = await engine.standingPayers(of: lookup.references)
        return try await withTaskExecutorPreference(count > 64 ? checking : nil) {
            try json(call) { try views.lookup(payers: payers, accounts: lookup.accounts) }
        }
    }
}

/// What is to be looked up, as JSON, checked in its form.
package struct Lookup {
    package let references: [ReferenceDigest]
    package let accounts: [AccountID]

    /// Takes time in proportion to the bytes.
    ///
    /// - Throws: the place where it is no JSON, or the entry that is wrong.
    package init(json: [UInt8]) throws(BodyFault) {
        let value: StrictJSON
        do { value = try StrictJSON(parsing: json) } catch { throw BodyFault("the body is no JSON: \(error)") }
        guard case .object(let object) = value else {
            throw BodyFault("expected a JSON object of 'references', 'accounts' or both")
        }
        var (references, accounts): ([ReferenceDigest]?, [AccountID]?)
        for entry in object {
            guard case .array(let items) = entry.value else {
                throw BodyFault("\(entry.name.prefix(100)): expected a list")
            }
            guard items.count <= LookupQuery.limit else { throw Self.tooMany(items.count) }
            switch entry.name {
            case "references" where references == nil: references = try items.map(Self.reference)
            case "accounts" where accounts == nil: accounts = try items.map(Self.account)
            case "references", "accounts": throw BodyFault("the entry '\(entry.name)' stands there twice")
            default: throw BodyFault("unknown entry '\(entry.name.prefix(100))'; allowed are references, accounts")
            }
        }
        let count = (references?.count ?? 0) + (accounts?.count ?? 0)
        guard count <= LookupQuery.limit else { throw Self.tooMany(count) }
        (self.references, self.accounts) = (references ?? [], accounts ?? [])
    }

    private static func tooMany(_ count: Int) -> BodyFault {
        BodyFault("\(count) references and accounts; at most \(LookupQuery.limit) together are allowed; ask in parts")
    }

    private static func reference(_ item: StrictJSON) throws(BodyFault) -> ReferenceDigest {
        guard case .object(let entries) = item, entries.count == 2,
            case .string(let reason)? = entries.first(where: { $0.name == "reason" })?.value,
            case .string(let reference)? = entries.first(where: { $0.name == "reference" })?.value
        else { throw BodyFault("references: each is an object of 'reason' and 'reference', both texts") }
        guard let reason = Reason(reason) else {
            throw BodyFault(
                "references: a reason is ticketResolved, proposalAccepted or other:CATEGORY with \(Category.form)")
        }
        guard let reference = Reference(reference) else { throw BodyFault("references: each has \(Reference.form)") }
        return ReferenceDigest(reason, reference)
    }

    private static func account(_ item: StrictJSON) throws(BodyFault) -> AccountID {
        guard case .string(let text) = item, let account = try? AccountID(text: text) else {
            throw BodyFault("accounts: each is an account id laurel1…")
        }
        return account
    }
}
