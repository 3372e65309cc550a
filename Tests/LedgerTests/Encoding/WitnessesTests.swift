import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct WitnessesTests {
    private static func witness(_ name: String) -> Witness {
        Witness(key: TestKeys.key(name).publicKey, signature: .zero)
    }

    private static let three = (0..<3).map { witness("w\($0)") }.sorted { $0.key < $1.key }

    @Test func `witnesses stand in order of their keys, however they come`() {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let witnesses = Witnesses(order.map { Self.three[$0] })
            #expect(Array(witnesses) == Self.three)
            #expect(witnesses.count == 3 && witnesses.last == Self.three[2])
            #expect(witnesses == Witnesses(Self.three))
        }
    }

    @Test(arguments: 1...3) func `they come back from their bytes, which are those of a list`(count: Int) throws {
        let list = Array(Self.three.prefix(count))
        var encoder = CanonicalEncoder()
        encoder.write(list)
        #expect(Witnesses(list).encoded == encoder.bytes)
        #expect(try Array(Witnesses(decoding: encoder.bytes)) == list)
    }

    @Test(
        arguments: [
            ([1, 0], "byte 97: expected witnesses in strictly ascending order"),
            ([0, 0], "byte 97: expected witnesses in strictly ascending order"),
            ([0, 2, 1], "byte 193: expected witnesses in strictly ascending order"),
            ([0, 1, 1], "byte 193: expected witnesses in strictly ascending order"),
            ([], "byte 0: expected 1…64 witnesses, got 0"),
            (Array(repeating: 0, count: 65), "byte 0: expected 1…64 witnesses, got 65"),
        ] as [([Int], String)])
    func `none, too many, or out of order are refused`(order: [Int], message: String) {
        var encoder = CanonicalEncoder()
        encoder.write(order.map { Self.three[$0] })
        let fault = #expect(throws: DecodingFault.self) { try Witnesses(decoding: encoder.bytes) }
        #expect(fault?.description == message)
    }
}
