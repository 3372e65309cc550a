import Ledger
import LedgerCrypto
import LedgerNode
import Testing

@Suite struct GuardTests {
    private let chain = Digest.zero
    private func hash(_ byte: UInt8) -> Digest { SHA256.hash([byte]) }

    private func fault(
        guardAt height: UInt64, _ hash: Digest, on chain: Digest = .zero, head: UInt64
    ) throws -> GuardFault? {
        let folder = try TestChain()
        let headGuard = HeadGuard(path: folder.guardPath)
        try headGuard.advance(chain: chain, height: height, hash: hash)
        do {
            try headGuard.check(chain: .zero, height: head) { self.hash(UInt8($0)) }
            return nil
        } catch let fault as GuardFault { return fault }
    }

    @Test func `A guard at or under the head that names the same block lets the node start`() throws {
        #expect(try fault(guardAt: 3, hash(3), head: 3) == nil)
        #expect(try fault(guardAt: 2, hash(2), head: 3) == nil)
    }

    @Test func `A guard above the head refuses: the data are an older copy`() throws {
        guard case .ahead(_, height: 4, head: 3) = try #require(try fault(guardAt: 4, hash(4), head: 3)) else {
            throw EngineTests.Failure("another fault")
        }
    }

    @Test func `A guard that names another block refuses`() throws {
        guard case .otherBlock(_, height: 3, _, _) = try #require(try fault(guardAt: 3, hash(9), head: 3)) else {
            throw EngineTests.Failure("another fault")
        }
    }

    @Test func `A guard of another chain refuses`() throws {
        guard case .otherChain = try #require(try fault(guardAt: 3, hash(3), on: hash(1), head: 3)) else {
            throw EngineTests.Failure("another fault")
        }
    }

    @Test func `A key's first start has no guard`() throws {
        let folder = try TestChain()
        try HeadGuard(path: folder.guardPath).check(chain: .zero, height: 0) { _ in nil }
    }

    @Test func `A start needs a clock that the head does not contradict`() throws {
        let now = TestChain.start
        let day = Milliseconds.days(1)
        try ClockRules.checkStart(head: now, isGenesis: false, now: now.adding(day))
        try ClockRules.checkStart(head: now, isGenesis: false, now: now)
        for early in [Milliseconds(1), .seconds(60), day] {
            for isGenesis in [false, true] {
                #expect(throws: ClockFault.headInFuture(head: now.adding(early), now: now)) {
                    try ClockRules.checkStart(head: now.adding(early), isGenesis: isGenesis, now: now)
                }
            }
        }
        let late = now.adding(.days(31))
        #expect(throws: ClockFault.headTooOld(head: now, now: late)) {
            try ClockRules.checkStart(head: now, isGenesis: false, now: late)
        }
        try ClockRules.checkStart(head: now, isGenesis: true, now: late)
    }

    @Test func `Clocks that part by over a minute are noticed in both directions`() throws {
        let then = TestChain.start
        func drift(_ wall: Milliseconds) throws {
            try ClockRules.checkDrift(
                wallThen: then, monotonicThen: .zero, wall: then.adding(wall), monotonic: .seconds(100))
        }
        try drift(.seconds(100))
        try drift(.seconds(160))
        try drift(.seconds(40))
        #expect(throws: ClockFault.self) { try drift(.seconds(161)) }
        #expect(throws: ClockFault.self) { try drift(.seconds(39)) }
    }
}
