import LedgerAPI
import LedgerClient
import LedgerNode
import LedgerTesting
import Testing

/// JSON of strangers costs what its bytes cost, wherever it is read.
@Suite(.serialized) struct HostileJSONTests {
    private static func nested(_ depth: Int, _ open: String = "[", _ close: String = "]", _ inside: String = "")
        -> String
    {
        String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
    }

    @Test func `A submission that is nested too deep is refused where it goes too deep`() throws {
        for depth in [32, 450, 500_000] {
            let json = Array(("{\"transaction\":" + Self.nested(depth) + "}").utf8)
            #expect(
                throws: BodyFault(
                    "the body is no JSON: line 1, column 47 is level 33 of nesting; allowed is at most 32 levels")
            ) { try Submission(json: json) }
        }
    }

    @Test func `A submission names each entry once`() throws {
        #expect(throws: BodyFault("the entry 'chain' stands there twice")) {
            try Submission(json: Array(#"{"chain": "00", "transaction": "00", "chain": "00"}"#.utf8))
        }
        #expect(throws: BodyFault("unknown entry 'x'; allowed are chain, transaction, handles")) {
            try Submission(json: Array(#"{"transaction": "00", "x": [[]]}"#.utf8))
        }
        #expect(throws: BodyFault("transaction: expected the signed transaction's bytes in hex")) {
            try Submission(json: Array(#"{"transaction": [[], {}]}"#.utf8))
        }
        #expect(try Submission(json: Array(#"{"transaction": "00ff"}"#.utf8)).transaction == [0, 255])
    }

    @Test func `Nothing that is decoded is nested over 32 deep or has over a million values`() throws {
        func fault(_ text: String) -> String? {
            do { _ = try JSON.decode(JSONValue.self, from: Array(text.utf8)) } catch { return error.description }
            return nil
        }
        #expect(fault(Self.nested(32)) == nil)
        #expect(fault(Self.nested(32, "{\"a\":", "}", "1")) == nil)
        #expect(fault(Self.nested(33)) == "byte 32 begins level 33 of nesting; allowed are 32 levels")
        #expect(
            fault(Self.nested(500, "{\"\":", "}", "1")) == "byte 128 begins level 33 of nesting; allowed are 32 levels")
        // Brackets in a text are text.
        #expect(fault("\"" + Self.nested(100) + "\\\"" + Self.nested(100) + "\"") == nil)
        let many = "[" + String(repeating: "1,", count: 65_535) + "1]"
        #expect(fault(many) == "the entry [65535] is wrong: it has over 65536 values, which no action has")
        let wide = "[" + String(repeating: "1,", count: 1 << 20) + "1]"
        #expect(fault(wide) == "it has over 1048576 values up to byte 2097150; allowed are as many")
    }

    @Test func `A value is what it is, whatever is wrong inside of it`() throws {
        let json = #"{"a": ["text", 7, {"b": []}], "c": {}}"#
        let value = try JSON.decode(JSONValue.self, from: Array(json.utf8))
        #expect(
            value == .group(["a": .list([.text("text"), .number(7), .group(["b": .list([])])]), "c": .group([:])]))
        #expect(throws: (any Error).self) { try JSON.decode(JSONValue.self, from: Array(#"{"a": [1, [null]]}"#.utf8)) }
        #expect(throws: (any Error).self) { try JSON.decode(JSONValue.self, from: Array(#"[[[1.5]]]"#.utf8)) }
    }

    /// The processor time of decoding, in milliseconds; the least of three, since the machine has other things to do.
    private func time(_ json: [UInt8], _ decode: ([UInt8]) -> Void) -> Double {
        (0..<3).map { _ in
            let (seconds, attoseconds) = ContinuousClock().measure { decode(json) }.components
            return Double(seconds) * 1000 + Double(attoseconds) / 1e15
        }.min() ?? 0
    }

    /// In each, eight times as many bytes, as deep as allowed; what tried every kind of value at each level took twice as long for each level.
    @Test(arguments: [("[]", "[", "]"), ("{}", "[", "]"), ("[{}]", "{\"a\":[", "]}"), ("[null]", "[", "]")])
    func `Time grows with the bytes, not with the depth`(_ item: String, _ open: String, _ close: String) throws {
        func json(_ depth: Int, _ size: Int) -> [UInt8] {
            let items = [String](repeating: item, count: size / (item.utf8.count + 1)).joined(separator: ",")
            return Array(Self.nested(depth, open, close, items).utf8)
        }
        let depth = open.utf8.count == 1 ? 30 : 14
        let decode: ([UInt8]) -> Void = { _ = try? JSON.decode(JSONValue.self, from: $0) }
        let submit: ([UInt8]) -> Void = {
            _ = try? Submission(json: Array("{\"transaction\":".utf8) + $0 + [UInt8(ascii: "}")])
        }
        for read in [decode, submit] {
            let small = max(time(json(depth, 4 << 10), read), 0.5)
            let flat = max(time(json(1, 32 << 10), read), 0.5)
            let large = time(json(depth, 32 << 10), read)
            #expect(large < 40 * small, "\(large) ms for eight times what took \(small) ms")
            #expect(large < 10 * flat, "\(large) ms at depth \(depth), \(flat) ms flat")
        }
    }

    @Test func `Nested JSON from a stranger gets its answer at once`() async throws {
        let chain = try TestChain()
        try await withLiveNode(chain) { client, _ in
            let port = try #require(client.url.split(separator: ":").last.flatMap { UInt16($0) })
            for text in [Self.nested(450), Self.nested(490, "[", "]", String(repeating: "{},", count: 5000) + "1")] {
                let body = Array("{\"transaction\":\(text)}".utf8)
                let answer = try await blocking {
                    let connection = try RawConnection(port: port)
                    _ = connection.send(RawConnection.post(body, type: "application/json", wait: true))
                    let answer = connection.receive()
                    return (answer?.status, answer?.body ?? [])
                }
                #expect(answer.0 == 400)
                #expect(try JSON.decode(ProblemView.self, from: answer.1).rule == "malformedBody")
            }
        }
    }
}
