import Ledger
import LedgerText
import Testing

@Suite struct StrictJSONTests {
    private func fault(_ text: String) -> String? {
        do {
            _ = try StrictJSON(parsing: Array(text.utf8))
            return nil
        } catch { return error.description }
    }

    @Test func `values keep their order, their repetitions and their digits`() throws {
        let text = #" {"b":[1,-0.5e+10,1.0],"a":true,"b":null,"":{},"c":[]} "#
        let value = try StrictJSON(parsing: Array(text.utf8))
        #expect(
            value
                == .object([
                    .init("b", .array([.number("1"), .number("-0.5e+10"), .number("1.0")])), .init("a", .bool(true)),
                    .init("b", .null), .init("", .object([])), .init("c", .array([])),
                ]))
        #expect(try StrictJSON(parsing: value.indented) == value)
    }

    @Test func `strings are read with every escape and written so that they come back`() throws {
        let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é😀""#
        let value = try StrictJSON(parsing: Array(text.utf8))
        #expect(value == .string("\"\\/\u{8}\u{C}\n\r\té😀é😀"))
        #expect(try StrictJSON(parsing: value.indented) == value)
    }

    @Test(arguments: [
        ("", "line 1, column 1 is the end of the file; allowed is a JSON value"),
        ("\u{FEFF}{}", "line 1, column 1 is byte 239; allowed is a JSON value"),
        ("{}{}", "line 1, column 3 is '{'; allowed is the end of the file"),
        ("[1,]", "line 1, column 4 is ']'; allowed is a JSON value"),
        ("[1\n 2]", "line 2, column 2 is '2'; allowed is ',' or ']' after element 1 of a list"),
        ("{\"a\":1,}", "line 1, column 8 is '}'; allowed is the name of an entry, in double quotes"),
        ("{'a':1}", "line 1, column 2 is '''; allowed is the name of an entry, in double quotes"),
        ("{\"a\" 1}", "line 1, column 6 is '1'; allowed is ':' after the name 'a'"),
        ("{\"a\":1 \"b\":2}", "line 1, column 8 is '\"'; allowed is ',' or '}' after the entry 'a'"),
        ("01", "line 1, column 2 is '1'; allowed is a number without leading zeros"),
        ("-", "line 1, column 2 is the end of the file; allowed is a digit"),
        ("+1", "line 1, column 1 is '+'; allowed is a JSON value"),
        ("1.", "line 1, column 3 is the end of the file; allowed is a digit"),
        ("1e", "line 1, column 3 is the end of the file; allowed is a digit"),
        ("NaN", "line 1, column 1 is 'N'; allowed is a JSON value"),
        ("tru", "line 1, column 1 is 't'; allowed is a JSON value"),
        ("// x", "line 1, column 1 is '/'; allowed is a JSON value"),
        ("\"a", "line 1, column 1 is a string without an end; allowed is a string that ends with '\"'"),
        ("\"\n\"", "line 1, column 2 is byte 10 inside of a string; allowed is control characters as \\u escapes"),
        (#""\x""#, "line 1, column 3 is 'x'; allowed is one of \" \\ / b f n r t u after '\\'"),
        (#""\u12g4""#, "line 1, column 6 is 'g'; allowed is one of four hex digits"),
        (#""\uD83D""#, #"line 1, column 2 is half of a surrogate pair; allowed is both halves, as \uD83D\uDE00"#),
        (#""\uDE00""#, #"line 1, column 2 is half of a surrogate pair; allowed is both halves, as \uD83D\uDE00"#),
        (#""\uD83D\u0041""#, #"line 1, column 2 is half of a surrogate pair; allowed is both halves, as \uD83D\uDE00"#),
    ])
    func `what is not JSON is refused with its place`(text: String, message: String) {
        #expect(fault(text) == message)
    }

    @Test func `bytes that are not UTF-8, nesting over 32 and files over 4 MiB are refused`() throws {
        #expect(throws: JSONSyntaxFault.self) { try StrictJSON(parsing: [0x22, 0xFF, 0x22]) }
        let nest = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(fault(nest(32)) == nil)
        #expect(fault(nest(33)) == "line 1, column 33 is level 33 of nesting; allowed is at most 32 levels")
        #expect(fault(String(repeating: "[", count: 1_000_000))?.hasSuffix("at most 32 levels") == true)
        let space = [UInt8](repeating: 0x20, count: 4 << 20)
        #expect(try StrictJSON(parsing: [0x31] + space.dropLast()) == .number("1"))
        #expect(throws: JSONSyntaxFault.self) { try StrictJSON(parsing: [0x31] + space) }
    }

    @Test func `no prefix of a file and no changed byte of it traps`() throws {
        let text = Array(#"{"a":["\u00e9\uD83D\uDE00",-1.5e-3,true,false,null],"b":{"c":"é"}}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONSyntaxFault.self) { try StrictJSON(parsing: Array(text.prefix(count))) }
        }
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                guard let value = try? StrictJSON(parsing: changed) else { continue }
                #expect(try StrictJSON(parsing: value.indented) == value)
            }
        }
    }
}
