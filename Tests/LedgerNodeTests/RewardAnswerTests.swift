import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerStore
import Testing

/// What a node answers about rewards: who was paid for what, and what is pending.
@Suite struct RewardAnswerTests {
    private func chain(window: Milliseconds) throws -> TestChain {
        try TestChain(window: window, start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
    }

    @Test func `a node tells who was paid for a reference, and what was taken back and why`() async throws {
        let chain = try chain(window: .hours(1))
        try await withLiveNode(chain) { client, _ in
            let wrong = try await client.submit(try chain.reward("4711", 300, sequence: 0))
            let id = try #require(Digest(hex: wrong.id))
            let revoke = Revoke(.credits(transaction: id, indices: [0]), reason: try #require(Note("paid twice")))
            let revoked = try await client.submit(try chain.sign(revoke, by: chain.registrar, sequence: 0))
            let bob = AccountID.key(try SecretKey().publicKey)
            _ = try await client.submit(try chain.reward("4711", 250, to: bob, sequence: 1))
            let reference = try #require(Reference("4711"))
            for reason in [nil, Reason.ticketResolved] {
                let view = try await client.paid(reference, reason)
                #expect(view.rewards.map(\.amount) == ["300", "250"])
                #expect(view.rewards.map(\.status) == ["revoked", "pending"])
                #expect(view.rewards[0].revokedBy == revoked.id && view.rewards[0].note == "paid twice")
                #expect(view.rewards[1].to.id == bob.description && view.rewards[1].maturesAtMs != nil)
                #expect(view.rewards.allSatisfy { $0.issuer.id == AccountID.key(chain.issuer.publicKey).description })
                #expect(view.earlier == 0)
            }
            let never = try await problem { try await client.paid(reference, .proposalAccepted) }
            #expect(never?.status == 404 && never?.rule == "unknownReference")
            #expect(never?.detail == "nobody was paid for 4711 as any of proposalAccepted")
            let strange = try await Exchange("GET", "/v1/references/4711?reason=because", to: client)
            #expect(try strange.problem().facts?["parameter"] == "reason")
            let long = String(repeating: "x", count: 65)
            #expect(try await Exchange("GET", "/v1/references/\(long)", to: client).status == 400)
            // The folder gives the same answer without an engine.
            let folder = LedgerViews(try LedgerStore.open(at: chain.directory, access: .readOnly))
            let same = try folder.paid(reference, [.ticketResolved]) { try folder.store.searchPayers(of: $0) }
            #expect(try await client.paid(reference, .ticketResolved) == same)
        }
    }

    @Test func `a reference that was paid twenty-five times tells the last twenty, and how many were before`()
        async throws
    {
        let chain = try chain(window: .hours(1))
        try await withLiveNode(chain) { client, _ in
            for round in 0..<25 {
                let paid = try await client.submit(
                    try chain.reward("4711", UInt128(100 + round), sequence: UInt64(round)))
                let id = try #require(Digest(hex: paid.id))
                let revoke = Revoke(.credits(transaction: id, indices: [0]), reason: try #require(Note("again")))
                _ = try await client.submit(try chain.sign(revoke, by: chain.registrar, sequence: UInt64(round)))
            }
            let view = try await client.paid(try #require(Reference("4711")))
            #expect(view.rewards.map(\.amount) == (105..<125).map { "\($0)" })
            #expect(view.earlier == 5)
        }
    }

    @Test func `a walk through rewards goes on by its cursor, and refuses what is none`() async throws {
        let chain = try chain(window: .hours(1))
        let alice = AccountID.key(chain.alice.publicKey)
        try await withLiveNode(chain) { client, _ in
            for number in 0..<3 {
                let credits = (0..<5).map { index in
                    Credit(
                        to: index == 0 ? alice : .key(chain.registrar.publicKey), amount: Amount(100),
                        reason: .ticketResolved, reference: Reference(unchecked: "T-\(number)-\(index)"))
                }
                _ = try await client.submit(
                    try chain.sign(Reward(credits), by: chain.issuer, sequence: UInt64(number)))
            }
            var (shown, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await client.rewards(RewardFilter(), cursor: cursor, limit: 2)
                shown += page.rewards.map(\.reference)
                cursor = page.next
            } while cursor != nil
            #expect(shown == (0..<3).flatMap { number in (0..<5).map { "T-\(number)-\($0)" } })
            var filter = RewardFilter()
            (filter.recipient, filter.isPending) = (alice, true)
            let mine = filter
            #expect(try await client.rewards(mine).rewards.map(\.reference) == ["T-0-0", "T-1-0", "T-2-0"])
            for cursor in ["1", "-1", "1-", "1-70000", "a-b", "+1-0", "1-0-0"] {
                let refused = try await problem { try await client.rewards(mine, cursor: cursor) }
                #expect(refused?.rule == "badParameter", "\(cursor)")
            }
            for query in ["limit=0", "status=old", "from=-1", "issuer=x", "to=laurel1x", "reference=", "reason=x"] {
                #expect(try await Exchange("GET", "/v1/rewards?\(query)", to: client).status == 400, "\(query)")
            }
        }
    }

    @Test func `what pays a reference is known while neither reward nor revocation is durable`() async throws {
        let chain = try chain(window: .hours(1))
        let store = try LedgerStore.open(at: chain.directory, access: .readWrite)
        let engine = Engine(ledger: try store.loadState(), producer: chain.producer, clock: SystemClock())
        let digest = ReferenceDigest(.ticketResolved, try #require(Reference("T1")))
        #expect(await engine.payers(of: digest) == [])
        func admit(_ bytes: [UInt8]) async throws -> Digest {
            let verified = try chain.verify(bytes)
            let admission = await engine.admit(verified)
            guard case .waiting = admission else { throw EngineTests.Failure("\(admission)") }
            return verified.id
        }
        let id = try await admit(try chain.reward("T1", sequence: 0))
        #expect(await engine.payers(of: digest) == [0])
        let revoke = Revoke(.credits(transaction: id, indices: [0]), reason: try #require(Note("mistake")))
        _ = try await admit(try chain.sign(revoke, by: chain.registrar, sequence: 0))
        #expect(await engine.payers(of: digest) == [0], "freed in the open block, which no store knows yet")
        _ = try await admit(try chain.reward("T1", sequence: 1))
        #expect(await engine.payers(of: digest) == [0, 2])
    }
}
