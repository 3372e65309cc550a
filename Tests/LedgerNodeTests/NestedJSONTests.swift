import LedgerClient
import Testing

/// JSON of a stranger costs time in proportion to its bytes.
struct NestedJSONTests {
    private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
        Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `values are read up to the limit of depth, and refused by name beyond it`(open: String, close: String) throws {
        var value = try JSON.decode(JSONValue.self, from: nested(JSON.depthLimit, open, close))
        var depth = 0
        while true {
            if case .list(let items) = value {
                value = try #require(items.first)
            } else if case .group(let entries) = value {
                value = try #require(entries["a"])
            } else {
                break
            }
            depth += 1
        }
        #expect(depth == JSON.depthLimit)
        #expect(value == .number(1))
        let offset = JSON.depthLimit * open.utf8.count
        for beyond in [JSON.depthLimit + 1, 450, 100_000] {
            let fault = #expect(throws: JSONFault.self) {
                try JSON.decode(JSONValue.self, from: nested(beyond, open, close))
            }
            #expect(fault?.description == "at byte \(offset) it is nested deeper than the 32 levels that are allowed")
        }
    }

    @Test func `brackets inside of texts are no nesting`() throws {
        let text = String(repeating: #"[{\""#, count: 100)
        #expect(
            try JSON.decode(JSONValue.self, from: Array("[\"\(text)\"]".utf8))
                == .list([.text(String(repeating: "[{\"", count: 100))]))
    }

    /// Before, a list that did not decode was tried again as an object at each level: the time doubled with each.
    @Test(.timeLimit(.minutes(1))) func `a wrong value at the greatest depth is found at once`() {
        let depth = JSON.depthLimit
        let bytes = Array(
            (String(repeating: "[", count: depth) + "1.5" + String(repeating: "]", count: depth)).utf8)
        #expect(throws: JSONFault.self) { try JSON.decode(JSONValue.self, from: bytes) }
    }
}
