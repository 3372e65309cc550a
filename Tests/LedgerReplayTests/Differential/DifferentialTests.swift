import Foundation
import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// Random chains, sound and attacked, through the replay and the Python auditor: the same verdict, in the same place, by the same
/// rule. `scripts/differential` runs thousands.
@Suite(.enabled(if: PythonAuditor.isThere, "python3 with coincurve is not there; scripts/test installs it"))
struct DifferentialTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let chains = environment["LAUREL_CHAINS"].flatMap { Int($0) } ?? 30
    static let seed = environment["LAUREL_SEED"].flatMap { UInt64($0) } ?? 1
    static let mutations = environment["LAUREL_MUTATIONS"].flatMap { Int($0) } ?? 12
    static let shards: [Int] = [0, 1]

    @Test(arguments: shards) func `two auditors say the same of every chain`(shard: Int) async throws {
        let python = try PythonServer()
        var codes: [Int: Int] = [:]
        var archives = 0
        for number in 0..<Self.chains / Self.shards.count {
            let seed = Self.seed &* 1_000_000 &+ UInt64(number * Self.shards.count + shard)
            var trouble = Troublemaker(seed: seed)
            try trouble.grow(blocks: 6, attempts: 14)
            var attacks = [trouble.sound]
            // Of each rule that refused something one refusal, for the rarest rules first.
            var refusals: [Int: Troublemaker.Refusal] = [:]
            for refusal in trouble.refusals { refusals[refusal.rejection.code] = refusal }
            for refusal in refusals.values.sorted(by: { codes[$0.rejection.code] ?? 0 < codes[$1.rejection.code] ?? 0 })
                .prefix(6)
            {
                attacks.append(try trouble.attack(with: refusal))
            }
            for _ in 0..<5 { attacks.append(try trouble.randomAttack()) }
            for _ in 0..<Self.mutations { attacks.append(try trouble.mutation()) }
            for attack in attacks {
                let ours = try await Verdict.ours(attack)
                #expect(try python.verdict(attack) == ours, "seed \(seed), \(attack.name)")
                codes[ours.code ?? 0, default: 0] += 1
                archives += 1
            }
        }
        let list = codes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        print(
            "\(archives) archives, seed \(Self.seed), shard \(shard); verdicts by code (0 holds): \(list)"
        )
    }

    @Test func `two auditors say the same of what chance seldom brings about`() async throws {
        let python = try PythonServer()
        for (code, attack) in try RareAttacks.all() {
            let ours = try await Verdict.ours(attack)
            #expect(ours.code == code && ours.height == 2, "\(attack.name): \(ours)")
            #expect(try python.verdict(attack) == ours, "\(attack.name)")
        }
    }

    @Test func `two auditors say the same of each fault of the file`() async throws {
        let python = try PythonServer()
        for (code, height, attack) in FileAttacks.all() {
            let ours = try await Verdict.ours(attack)
            #expect(ours == Verdict(holds: false, height: height, code: code), "\(attack.name)")
            #expect(try python.verdict(attack) == ours, "\(attack.name)")
        }
    }

    /// What was refused when the chain was made is refused in a replay too, by the same rule in the same place.
    @Test func `a replay finds what admission refused`() async throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            var trouble = Troublemaker(seed: seed)
            try trouble.grow(blocks: 5, attempts: 14)
            #expect(try await Verdict.ours(trouble.sound).holds)
            for refusal in trouble.refusals {
                let verdict = try await Verdict.ours(try trouble.attack(with: refusal))
                let expected = Verdict(
                    holds: false, height: refusal.block + 1, transaction: refusal.position,
                    credit: refusal.rejection.credit, code: refusal.rejection.code)
                #expect(verdict == expected, "seed \(seed), \(refusal.rejection)")
            }
        }
    }
}
