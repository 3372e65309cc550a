import Foundation
import LedgerTesting
import Testing

extension TownTests {
    @Test func `a transaction is written, read, signed elsewhere and sent ten times with one effect`() async throws {
        try await town.pay("mia", "10", ticket: "M-1")
        let wrote = try await town.laurel(
            "transfer", "github:nils", "4", "--new", "--from", "mia", "--out", "mia.json", "--valid-for", "1d")
        try wrote.done()
        #expect(
            wrote.error.hasSuffix(", not signed yet.\nIt still needs the signature of mia.\n"), "\(wrote)")
        try await town.laurel("tx", "submit", "mia.json").expect(
            1, error: "nobody has signed it yet; sign it with 'laurel tx sign FILE --key NAME'")
        // Where it is signed there is no node.
        let nowhere = ["LAUREL_NODE": "http://127.0.0.1:1"]
        let shown = try await town.home.laurel(["tx", "show", "mia.json"], environment: nowhere)
        let words = try shown.done()
        #expect(words.contains("\n  to: \(try await town.account("github:nils")) (github:nils)\n"), "\(words)")
        #expect(words.contains("\n  amount: 4.00 LEAF (400 minor units)\n"))
        #expect(words.hasSuffix("\nsigned by nobody yet\n"))
        let signed = try await town.home.laurel(
            ["tx", "sign", "mia.json", "--key", "mia"] + town.home.signing, environment: nowhere)
        #expect(
            signed.error.hasSuffix(
                ", signed by 1 key(s).\nIt has all signatures; send it with 'laurel tx submit'.\n"), "\(signed)")
        let first = try await town.laurel("tx", "submit", "mia.json")
        #expect(try receipt(first).balance == "6.00 LEAF")
        #expect(try receipt(first).id == shown["id"])
        for _ in 1..<10 { #expect(try await town.laurel("tx", "submit", "mia.json").output == first.output) }
        #expect(try await balance("mia") == "6.00 LEAF")
        #expect(try await balance("github:nils") == "4.00 LEAF")
    }

    @Test func `a file that was changed, or is for another chain, is refused`() async throws {
        try await town.pay("olaf", "10", ticket: "O-1")
        try await town.signed("transfer", "issuer", "1", "--out", "olaf.json", by: "olaf").done()
        let text = try town.home.read("olaf.json")
        let chain = try #require(try await town.laurel("status")["chain"])
        let other = String(repeating: "0", count: 64)
        let changes = [
            (
                "\"amount\" : \"100\"", "\"amount\" : \"1\"",
                "its words say something else, or more, than the bytes to be signed; do not sign it"
            ),
            (
                "\"amount\" : \"100\"", "\"amount\" : \"100\", \"amount\" : \"1\"",
                "its words say something else, or more, than the bytes to be signed; do not sign it"
            ),
            (
                "\"format\" : ", "\"WARNING\" : \"pays nobody\", \"format\" : ",
                "its words say something else, or more, than the bytes to be signed; do not sign it"
            ),
            (
                "laurel-transaction-2", "laurel-transaction-9",
                "its format is 'laurel-transaction-9'; this version knows 'laurel-transaction-2'"
            ),
        ]
        for (from, to, error) in changes {
            try #require(text.contains(from), "\(text)")
            try town.home.write("bad.json", text.replacingOccurrences(of: from, with: to))
            for command in [["tx", "show", "bad.json"], ["tx", "submit", "bad.json"]] {
                try await town.home.laurel(command, environment: ["LAUREL_NODE": town.node.url]).expect(
                    1, error: "bad.json: \(error)")
            }
        }
        try await town.signed("tx", "sign", "olaf.json", "--chain-id", other, by: "olaf").expect(
            1,
            error:
                "olaf.json is for chain \(chain) ('Town'), but --chain-id means chain \(other); it was not signed or sent"
        )
        for (text, error) in [
            ("{}", "the entry format is missing"), ("[1]", "it is JSON of another kind"), ("format", "it is not JSON"),
            (
                text.replacingOccurrences(of: "\"sequence\" : 0", with: "\"sequence\" : \"0\""),
                "the entry sequence is of another kind"
            ),
        ] {
            try town.home.write("bad.json", text)
            try await town.laurel("tx", "show", "bad.json").expect(
                1, error: "bad.json is no transaction file of the format laurel-transaction-2: \(error)")
        }
        #expect(try await balance("olaf") == "10.00 LEAF")
    }
}
