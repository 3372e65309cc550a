package import Ledger
package import LedgerAPI
package import LedgerCrypto

extension LedgerClient {
    package func status() async throws -> StatusView { try await get("/v1/status") }

    package func supply() async throws -> SupplyView { try await get("/v1/supply") }

    package func policy() async throws -> PolicyView { try await get("/v1/policy") }

    /// The genesis by its canonical bytes; its ``Genesis/chainID`` is to be compared with one that is known.
    package func genesis() async throws -> Genesis {
        let bytes = try await bytes("/v1/genesis")
        do { return try Genesis(decoding: bytes) } catch {
            throw ClientError.unexpected(url: url + "/v1/genesis", status: 200, "\(error)")
        }
    }

    package func account(_ id: AccountID) async throws -> AccountView { try await get("/v1/accounts/\(id)") }

    /// What is pending for an account, newest first, `limit` of 1…1000 rewards, from the cursor `before` on.
    package func pending(_ id: AccountID, before: String? = nil, limit: Int = 100) async throws -> PendingPageView {
        try await get("/v1/accounts/\(id)/pending", [("cursor", before), ("limit", String(limit))])
    }

    /// Newest first, `limit` of 1…1000 entries, from the cursor `before` on.
    package func history(_ id: AccountID, before: String? = nil, limit: Int = 100) async throws -> HistoryPage {
        try await get("/v1/accounts/\(id)/history", [("cursor", before), ("limit", String(limit))])
    }

    /// How a list of accounts is ordered: the latter two largest first.
    package enum AccountOrder: String, Sendable, CaseIterable {
        case index, balance, earned
    }

    package func accounts(
        _ order: AccountOrder = .earned, cursor: String? = nil, limit: Int = 100
    ) async throws -> AccountsPage {
        try await get(
            "/v1/accounts", [("order", order.rawValue), ("cursor", cursor), ("limit", String(limit))])
    }

    /// Rewards that a filter covers, oldest first, `limit` of 1…1000. A page may be empty, and yet not the last.
    package func rewards(
        _ filter: RewardFilter, cursor: String? = nil, limit: Int = 100
    ) async throws -> RewardsPage {
        try await get(
            "/v1/rewards",
            [
                ("issuer", filter.issuer?.description), ("to", filter.recipient?.description),
                ("reason", filter.reason?.description), ("reference", filter.reference?.text),
                ("from", filter.from.map { String($0.milliseconds) }),
                ("before", filter.before.map { String($0.milliseconds) }),
                ("status", filter.isPending ? "pending" : nil), ("cursor", cursor), ("limit", String(limit)),
            ])
    }

    /// Who was paid for a reference; without a reason as a ticket, a proposal or one of the categories that the policy names. A
    /// ``ProblemView`` of status 404 where nobody ever was.
    package func paid(_ reference: Reference, _ reason: Reason? = nil) async throws -> PaidView {
        try await get("/v1/references/\(Self.escape(reference.text))", [("reason", reason?.description)])
    }

    /// A transaction and what became of it; a ``ProblemView`` of status 404 where the node doesn't know it.
    package func transaction(_ id: Digest) async throws -> TransactionView {
        try await get("/v1/transactions/\(id.hex)")
    }

    /// How references and accounts stand, at most ``LookupQuery/limit`` together.
    package func lookup(_ query: LookupQuery) async throws -> LookupView {
        let view: LookupView = try await post("/v1/lookup", contentType: "application/json", JSON.encode(query))
        guard view.references.count == query.references.count, view.accounts.count == query.accounts.count else {
            throw ClientError.unexpected(
                url: url + "/v1/lookup", status: 200,
                "\(view.references.count) references and \(view.accounts.count) accounts of \(query.references.count) and "
                    + "\(query.accounts.count)")
        }
        return view
    }

    package func block(_ height: UInt64) async throws -> BlockView { try await get("/v1/blocks/\(height)") }

    /// The block's canonical bytes.
    package func blockBytes(_ height: UInt64) async throws -> [UInt8] { try await bytes("/v1/blocks/\(height)") }

    /// Blocks in order of height from `height` on, `limit` of 1…100.
    package func blocks(from height: UInt64, limit: Int = 20) async throws -> BlocksPage {
        try await get("/v1/blocks", [("from", String(height)), ("limit", String(limit))])
    }
}
