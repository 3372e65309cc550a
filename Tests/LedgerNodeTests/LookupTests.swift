import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// How references and accounts stand, for whoever is about to pay.
@Suite struct LookupTests {
    private func query(_ references: [String], _ accounts: [AccountID] = []) -> LookupQuery {
        LookupQuery(
            references: references.map { .init(reason: "ticketResolved", reference: $0) },
            accounts: accounts.map(\.description))
    }

    @Test
    func `what is paid is told with what pays it, what is free and who is new as such, in the order of the question`()
        async throws
    {
        let chain = try TestChain(
            window: .hours(1), start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        try await withLiveNode(chain) { client, _ in
            let receipt = try await client.submit(try chain.reward("T1", sequence: 0))
            let stranger = AccountID.key(try SecretKey().publicKey)
            let (alice, issuer) = (AccountID.key(chain.alice.publicKey), AccountID.key(chain.issuer.publicKey))
            let view = try await client.lookup(query(["T2", "T1", "T1"], [stranger, alice, issuer]))
            #expect(view.references.map(\.transaction) == [nil, receipt.id, receipt.id])
            #expect(view.references[1].height == receipt.height && view.references[1].transactionNumber == 0)
            #expect(view.accounts == [.init(known: false), .init(known: true), .init(known: true)])
            #expect(view.height == receipt.height)
            let time = try #require(receipt.timeMs)
            #expect(view.lastMaturesAtMs == time + Milliseconds.hours(1).count)
            let proposal = LookupQuery(references: [.init(reason: "proposalAccepted", reference: "T1")])
            #expect(try await client.lookup(proposal).references == [.init()])

            // Taken back, it is free again.
            let id = try #require(Digest(hex: receipt.id))
            let note = try #require(Note("wrong"))
            _ = try await client.submit(
                try chain.sign(
                    Revoke(.credits(transaction: id, indices: [0]), reason: note), by: chain.registrar, sequence: 0))
            #expect(try await client.lookup(query(["T1"])).references == [.init()])
        }
    }

    @Test func `a merged account is told with the one that took it over`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        try await withLiveNode(chain) { client, _ in
            let (alice, issuer) = (AccountID.key(chain.alice.publicKey), AccountID.key(chain.issuer.publicKey))
            _ = try await client.submit(try chain.reward("T1", sequence: 0))
            let merge = Transaction(
                sender: alice, sequence: 0, validUntil: .latest, action: Action(Merge(into: issuer)))
            _ = try await client.submit(
                try SignedTransaction(merge, on: chain.genesis.chainID, keys: [chain.alice, chain.issuer]).encoded)
            let view = try await client.lookup(query([], [alice]))
            #expect(view.accounts == [.init(known: true, mergedInto: issuer.description)])
        }
    }

    @Test func `too many at once, and what is no question, are refused by name`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        try await withLiveNode(chain) { client, _ in
            let many = query((0...LookupQuery.limit).map { "T\($0)" })
            let refusal = try await problem { try await client.lookup(many) }
            #expect(refusal?.status == 400)
            #expect(
                refusal?.detail == "513 references and accounts; at most 512 together are allowed; ask in parts")
            let most = query((0..<LookupQuery.limit).map { "T\($0)" })
            #expect(try await client.lookup(most).references.count == LookupQuery.limit)
        }
        for (json, detail) in [
            ("[]", "expected a JSON object of 'references', 'accounts' or both"),
            (#"{"references": 1}"#, "references: expected a list"),
            (#"{"strangers": []}"#, "unknown entry 'strangers'; allowed are references, accounts"),
            (#"{"accounts": [], "accounts": []}"#, "the entry 'accounts' stands there twice"),
            (#"{"accounts": ["laurel1"]}"#, "accounts: each is an account id laurel1…"),
            (
                #"{"references": [{"reason": "x"}]}"#,
                "references: each is an object of 'reason' and 'reference', both texts"
            ),
        ] {
            #expect(throws: BodyFault(detail)) { try Lookup(json: Array(json.utf8)) }
        }
    }
}
