import Foundation
import LedgerCrypto
import Testing

import enum LedgerTesting.Samples
import struct LedgerTesting.SeededRandom

/// Every decoder on the inputs that libFuzzer found to differ, and on mutations of them. `scripts/fuzz` looks for more.
@Suite struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let seed = environment["LAUREL_SEED"].flatMap { UInt64($0) } ?? 5
    static let seconds = environment["LAUREL_FUZZ_SECONDS"].flatMap { Double($0) } ?? 1

    private static func corpus(_ decoder: Decoder) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus/\(decoder.name)")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            [UInt8](try Data(contentsOf: folder.appending(path: $0)))
        }
        // A kind of action is tried from the day it is there, before anybody has run libFuzzer on it.
        return decoder.name == Decoder.transaction.name ? found + (try Samples.signed(on: .zero)).map(\.bytes) : found
    }

    @Test(arguments: Decoder.all.indices) func `a decoder accepts or refuses whatever it is given`(
        index: Int
    ) throws {
        let decoder = Decoder.all[index]
        let corpus = try Self.corpus(decoder)
        var accepted = 0
        for (number, input) in corpus.enumerated() {
            let outcome = decoder.decode(input)
            if case .wrong(let what) = outcome { Issue.record("\(decoder.name), input \(number): \(what)") }
            accepted += outcome == .accepted ? 1 : 0
        }
        #expect(accepted > 0 && accepted < corpus.count, "the corpus of \(decoder.name) has inputs of both kinds")
        var mutator = Mutator(random: SeededRandom(seed: Self.seed &+ UInt64(index)))
        let end = ContinuousClock.now + .seconds(Self.seconds)
        while ContinuousClock.now < end {
            let input = mutator.mutate(mutator.pick(corpus), with: mutator.pick(corpus))
            if case .wrong(let what) = decoder.decode(input) {
                Issue.record("\(decoder.name), seed \(Self.seed), \(Hex.encode(input)): \(what)")
            }
        }
    }

    /// As large and as deep as a body, a file or a line may be: time must grow with the bytes, and no stack may overflow.
    @Test(arguments: Decoder.all.indices) func `the largest and deepest inputs are answered soon`(index: Int) {
        let decoder = Decoder.all[index]
        let size = 1 << 20
        let repeated = ["[", "{\"a\":", "[[],", "{\"a\":0,", "\"", ",", "\n", "\\", "\"\"", "{\"a\":0}\n", "\u{80}"]
        var inputs = repeated.map { Array(String(repeating: $0, count: size / $0.utf8.count).utf8) }
        inputs += [[UInt8](repeating: 0xFF, count: size), [UInt8](repeating: 0, count: size)]
        inputs.append(Array(("{\"" + String(repeating: "x", count: size) + "\":0}").utf8))
        inputs.append(
            Array(("{" + (0..<60_000).map { "\"entry\($0)\":0" }.joined(separator: ",") + "}").utf8))
        inputs.append(
            Array((String(repeating: "[", count: 500) + "0" + String(repeating: "]", count: 500)).utf8))
        inputs.append(
            Array((String(repeating: "{\"a\":", count: 500) + "0" + String(repeating: "}", count: 500)).utf8))
        for (number, input) in inputs.enumerated() {
            let start = ContinuousClock.now
            let outcome = decoder.decode(input)
            if case .wrong(let what) = outcome { Issue.record("\(decoder.name), input \(number): \(what)") }
            let time = ContinuousClock.now - start
            #expect(time < .seconds(10), "\(decoder.name) took \(time) for input \(number)")
        }
    }
}

extension Mutator {
    fileprivate mutating func pick(_ corpus: [[UInt8]]) -> [UInt8] { corpus.randomElement(using: &random) ?? [] }
}
