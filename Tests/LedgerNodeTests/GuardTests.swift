import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerNode
import LedgerTesting
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

    /// A guard that has seen blocks 1 and 2 go by and ends at 3.
    private func headGuard(in folder: TestChain) throws -> HeadGuard {
        let headGuard = HeadGuard(path: folder.guardPath)
        for height in 1...3 { try headGuard.advance(chain: chain, height: UInt64(height), hash: hash(UInt8(height))) }
        return headGuard
    }

    private func fault(_ headGuard: HeadGuard, head: UInt64) throws -> GuardFault? {
        do { try headGuard.check(chain: chain, height: head) { self.hash(UInt8($0)) } } catch let fault as GuardFault {
            return fault
        }
        return nil
    }

    private func read(_ headGuard: HeadGuard) throws -> [UInt8] { try AtomicFile.read(headGuard.path, limit: 10_000) }

    private func write(_ bytes: [UInt8], to headGuard: HeadGuard) throws {
        try AtomicFile.write(bytes, to: headGuard.path, mode: 0o600, replacing: true)
    }

    @Test func `A block takes the place of the one before the last, and a person can read both`() throws {
        let folder = try TestChain()
        let lines = String(decoding: try read(headGuard(in: folder)), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.utf8.count == 4095 })
        #expect(lines.filter { $0.contains("\"height\":3}") && $0.contains(hash(3).hex) }.count == 1)
        #expect(lines.filter { $0.contains("\"height\":2}") && $0.contains(hash(2).hex) }.count == 1)
    }

    @Test func `A flipped bit anywhere hides no block that was published`() throws {
        let folder = try TestChain()
        let headGuard = try headGuard(in: folder)
        let sound = try read(headGuard)
        for index in sound.indices {
            var bytes = sound
            bytes[index] ^= 1 << UInt8(index % 8)
            try write(bytes, to: headGuard)
            let older = try fault(headGuard, head: 2)
            switch older {
            case .ahead(_, height: 3, head: 2), .damaged(_, head: 2): break
            default: Issue.record("byte \(index): \(String(describing: older))")
            }
            #expect(try fault(headGuard, head: 4) == nil, "byte \(index)")
        }
    }

    @Test func `A write that was cut off lets the node start on the block that it was to name, and on no older one`()
        throws
    {
        let folder = try TestChain()
        let headGuard = try headGuard(in: folder)
        let before = try read(headGuard)
        try headGuard.advance(chain: chain, height: 4, hash: hash(4))
        let after = try read(headGuard)
        for cut in 0...before.count {
            // Whichever half of the write arrives.
            for torn in [after[..<cut] + before[cut...], before[..<cut] + after[cut...]] {
                try write(Array(torn), to: headGuard)
                #expect(try fault(headGuard, head: 4) == nil, "cut at \(cut)")
                #expect(try fault(headGuard, head: 2) != nil, "cut at \(cut)")
            }
        }
    }

    @Test func `A guard of which neither record is whole refuses`() throws {
        let folder = try TestChain()
        let headGuard = try headGuard(in: folder)
        var bytes = try read(headGuard)
        bytes[10] ^= 1
        bytes[5_000] ^= 1
        try write(bytes, to: headGuard)
        #expect(
            try fault(headGuard, head: 3)
                == .unreadable(path: headGuard.path, "neither of its two records is whole"))
    }

    @Test func `A record is refused whose check holds and which is none`() throws {
        let folder = try TestChain()
        let headGuard = try headGuard(in: folder)
        let sound = try read(headGuard)
        // With so many characters instead of a hash that the line fills the record, or is one short of it.
        for excess in [1, 2] {
            let without = "{\"chain\":\"\",\"check\":\"\(chain.hex)\",\"hash\":\"\(hash(9).hex)\",\"height\":9}"
            let text = String(repeating: "c", count: 4097 - excess - without.utf8.count)
            let check = SHA256.hash(Array("\(text) 9 \(hash(9).hex)".utf8)).hex
            let line = "{\"chain\":\"\(text)\",\"check\":\"\(check)\",\"hash\":\"\(hash(9).hex)\",\"height\":9}"
            let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: 4096 - line.utf8.count)
            try write(Array(line.utf8) + padding + sound[4096...], to: headGuard)
            #expect(try fault(headGuard, head: 4) == nil)
        }
    }

    @Test func `Who finds a damaged record is told what may be lost and what to do`() throws {
        let folder = try TestChain()
        let headGuard = try headGuard(in: folder)
        var bytes = try read(headGuard)
        let newest = String(decoding: bytes[4096...], as: UTF8.self).contains("\"height\":3}") ? 4096 : 0
        bytes[newest] ^= 1
        try write(bytes, to: headGuard)
        #expect(
            try #require(try fault(headGuard, head: 2)).description
                == "one of the two records of the guard \(headGuard.path) is damaged; the other is of block 2, at which the "
                + "data folder ends, so a block after it may be published. Put back the newest data, or fetch the missing "
                + "block from an archive; once sure that no newer block was published, remove the guard")
    }

    @Test func `A guard of the first form is read, and takes the new one with the next block`() throws {
        let folder = try TestChain()
        let headGuard = HeadGuard(path: folder.guardPath)
        let line = "{\"chain\":\"\(chain.hex)\",\"hash\":\"\(hash(3).hex)\",\"height\":3}\n"
        try write(Array(line.utf8), to: headGuard)
        #expect(try fault(headGuard, head: 3) == nil)
        #expect(try fault(headGuard, head: 2) == .ahead(path: headGuard.path, height: 3, head: 2))
        try headGuard.advance(chain: chain, height: 4, hash: hash(4))
        #expect(try read(headGuard).count == 8192)
        #expect(try fault(headGuard, head: 3) == .ahead(path: headGuard.path, height: 4, head: 3))
    }

    @Test func `After a write that failed the guard is written anew, as nobody knows what of it is durable`() throws {
        let folder = try TestChain()
        let disk = try SimulatedDisk(folder.directory)
        let headGuard = HeadGuard(path: folder.guardPath, calls: disk.calls)
        func steps(_ height: UInt64) throws -> Int {
            disk.lift()
            try headGuard.advance(chain: chain, height: height, hash: hash(UInt8(height)))
            return disk.steps
        }
        #expect(try steps(1) == 5)
        #expect(try steps(2) == 2)
        for step in 1...2 {
            disk.arm(DiskFault(.glitch, at: step))
            #expect(throws: FileError.self) { try headGuard.advance(chain: chain, height: 3, hash: hash(3)) }
            #expect(try steps(3) == 5)
            #expect(try steps(4) == 2)
            #expect(try steps(2) == 5, "it goes back, so it does not follow")
        }
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
