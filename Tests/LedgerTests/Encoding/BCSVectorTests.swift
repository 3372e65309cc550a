import Foundation
import Ledger
import LedgerCrypto
import Testing

/// Reads `bcs/` of the official vectors. Cases of types that the protocol doesn't have (maps, addresses, u256, vectors of
/// nothing) are passed over; how many are left is part of the test.
@Suite(.enabled(if: Vectors.folder != nil, Vectors.reason)) struct BCSVectorTests {
    private struct Case: Decodable {
        let file: String
        let scenario: String
        let steps: [String]
        let row: [String: String]?

        var type: String {
            let step = steps.first { $0.hasPrefix("When") } ?? ""
            let words = step.split(separator: " as ").last.map(String.init) ?? ""
            return words.replacing("<type>", with: row?["type"] ?? "").replacing("an ", with: "")
        }
    }

    private struct Rejections: Decodable {
        struct Case: Decodable {
            let type: String
            let hex: String
            let why: String
        }
        let reject: [Case]
    }

    /// Decodes one value of a type and encodes it again; nil for types that the protocol doesn't have.
    private func again(_ bytes: [UInt8], as type: String) throws(DecodingFault) -> (text: String, bytes: [UInt8])? {
        var decoder = CanonicalDecoder(bytes)
        var encoder = CanonicalEncoder()
        let text: String
        switch type {
        case "bool":
            let flag = try decoder.readBool()
            text = "\(flag)"
            encoder.write(flag)
        case "u8":
            let number = try decoder.readInteger(UInt8.self)
            text = "\(number)"
            encoder.write(number)
        case "u16":
            let number = try decoder.readInteger(UInt16.self)
            text = "\(number)"
            encoder.write(number)
        case "u32":
            let number = try decoder.readInteger(UInt32.self)
            text = "\(number)"
            encoder.write(number)
        case "u64":
            let number = try decoder.readInteger(UInt64.self)
            text = "\(number)"
            encoder.write(number)
        case "u128":
            let number = try decoder.readInteger(UInt128.self)
            text = "\(number)"
            encoder.write(number)
        case "uleb128":
            let number = try decoder.readULEB128()
            text = "\(number)"
            encoder.write(uleb128: number)
        case "enum of 2":
            let tag = try decoder.readTag(of: 2, "an enum")
            text = "\(tag)"
            encoder.write(uleb128: tag)
        case "option<u8>":
            let isThere = try decoder.readBool()
            text = "\(isThere)"
            encoder.write(isThere)
        case "string":
            let string = try decoder.readString(0...1000, "a string")
            text = "\"\(string)\""
            encoder.write(string)
        case "bytes", "vec<u8>":
            let count = try decoder.readCount(0...1000, elementBytes: 1, "bytes")
            let raw = try decoder.readRaw(count, "bytes")
            encoder.write(uleb128: count)
            text = "0x" + Hex.encode(raw).uppercased()
            encoder.write(raw: raw)
        default: return nil
        }
        try decoder.finish()
        return (text, encoder.bytes)
    }

    @Test func `the cases of the Aptos suite read and write as they should`() throws {
        var checked = 0
        for test in try Vectors.readLines(Case.self, "bcs/aptos_bcs_cases.jsonl") {
            guard let row = test.row, let hex = row["bytes"], let bytes = Hex.decode(String(hex.dropFirst(2))) else {
                continue
            }
            if test.steps.contains(where: { $0.hasSuffix("fail") }) {
                do {
                    let result = try again(bytes, as: test.type)
                    if let result { Issue.record("\(test.scenario): \(hex) was read as \(test.type) \(result.text)") }
                } catch { checked += 1 }
            } else if let result = try again(bytes, as: test.type) {
                checked += 1
                #expect(result.bytes == bytes, "\(test.scenario): \(row)")
                #expect(result.text == row["value"], "\(test.scenario): \(row)")
            }
        }
        #expect(checked >= 100)
    }

    @Test func `the refusals of the Diem suite are refused`() throws {
        var checked = 0
        for test in try Vectors.read(Rejections.self, "bcs/diem_bcs_cases.json").reject
        where !test.type.hasPrefix("map") {
            let bytes = try #require(Hex.decode(test.hex))
            #expect(throws: DecodingFault.self, "\(test.type) \(test.hex): \(test.why)") {
                let result = try again(bytes, as: test.type)
                try #require(result != nil, "no such type: \(test.type)")
            }
            checked += 1
        }
        #expect(checked == 11)
    }
}
