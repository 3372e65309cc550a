import Ledger
import LedgerCrypto
import Testing

@Suite struct ValueTextTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.001Z", 1), ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-01-31T12:00:00Z", 1_769_860_800_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, UInt64)])
    func `a timestamp is read and written as ISO 8601`(text: String, milliseconds: UInt64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(iso8601: text) == time)
        #expect(Timestamp(iso8601: time.description) == time)
        #expect(time.description.utf8.count == 24)
    }

    @Test(arguments: [
        "", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00:00+01:00", "2026-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-01-00T00:00:00Z", "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z", "2025-01-01T00:00:60Z", "1969-12-31T23:59:59Z", "2025-01-01T00:00:00.1Z",
        "2025-01-01T00:00:00,001Z", "2025-01-01t00:00:00z", "+025-01-01T00:00:00Z", "2100-02-29T00:00:00Z",
    ])
    func `a timestamp is refused`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `every day from 1970 to 2400 comes back as it was written`() {
        for day in UInt64(0)..<157_000 {
            let time = Timestamp(milliseconds: day * 86_400_000 + day)
            guard Timestamp(iso8601: time.description) != time else { continue }
            Issue.record("day \(day) is written as \(time)")
        }
    }

    @Test func `a time after the year 9999 is written as a number, and adding stops at the end of the numbers`() {
        let far = Timestamp(milliseconds: 253_402_300_800_000)
        #expect(far.description == "253402300800000 ms")
        #expect(far.adding(Milliseconds(.max)).milliseconds == .max)
    }

    @Test(
        arguments: [
            ("30d", 2_592_000_000), ("24h", 86_400_000), ("15m", 900_000), ("10s", 10_000), ("500ms", 500), ("0ms", 0),
            ("0d", 0), ("36h", 129_600_000), ("18446744073709551615ms", .max),
        ] as [(String, UInt64)])
    func `a duration is read`(text: String, count: UInt64) {
        #expect(Milliseconds(text)?.count == count)
        #expect(Milliseconds(Milliseconds(count).description)?.count == count)
    }

    @Test(arguments: [
        "", "d", "7", "7 d", " 7d", "7D", "-7d", "+7d", "1.5h", "7days", "1d12h", "18446744073709551616ms",
        "213503982335d", "٧d",
    ])
    func `a duration is refused`(text: String) {
        #expect(Milliseconds(text) == nil)
    }

    @Test func `a duration is written in the largest unit that divides it`() {
        let texts = [0, 1, 1500, 60_000, 129_600_000, 86_400_000].map { Milliseconds($0).description }
        #expect(texts == ["0ms", "1ms", "1500ms", "1m", "36h", "1d"])
    }

    @Test(
        arguments: [
            ("0", 2, 0), ("12", 2, 1200), ("12.5", 2, 1250), ("12.50", 2, 1250), ("0.01", 2, 1), ("00.01", 2, 1),
            ("7", 0, 7),
            ("340282366920938463463.374607431768211455", 18, .max),
        ] as [(String, Int, UInt128)])
    func `an amount is read in major units`(text: String, decimals: Int, units: UInt128) throws {
        let token = Token(name: "Thanks", symbol: "THX", decimals: decimals)
        #expect(try token.parse(text) == Amount(units))
        #expect(try token.parse(token.format(Amount(units))) == Amount(units))
    }

    @Test(arguments: [
        ("", "'' is not an amount; write digits, such as 12 or 12.50"),
        ("-1", "'-1' is not an amount; write digits, such as 12 or 12.50"),
        ("1e3", "'1e3' is not an amount; write digits, such as 12 or 12.50"),
        ("1.", "'1.' is not an amount; write digits, such as 12 or 12.50"),
        (".5", "'.5' is not an amount; write digits, such as 12 or 12.50"),
        ("1.2.3", "'1.2.3' is not an amount; write digits, such as 12 or 12.50"),
        ("1,000", "'1,000' is not an amount; write digits, such as 12 or 12.50"),
        ("1.005", "'1.005' has more decimals than the token's 2"),
        (
            "3402823669209384634633746074317682114.56",
            "'3402823669209384634633746074317682114.56' is too large; at most 2^128-1 minor units are allowed"
        ),
    ])
    func `an amount is refused with its reason`(text: String, message: String) {
        let token = Token(name: "Thanks", symbol: "THX", decimals: 2)
        let fault = #expect(throws: AmountFault.self) { try token.parse(text) }
        #expect(fault?.description == message)
    }

    @Test func `an amount is written with all decimals`() {
        let token = Token(name: "Thanks", symbol: "THX", decimals: 2)
        #expect(token.format(.zero) == "0.00")
        #expect(token.format(Amount(5)) == "0.05")
        #expect(token.formatWithSymbol(Amount(1_234_567)) == "12345.67 THX")
        #expect(Token(name: "One", symbol: "ONE", decimals: 0).format(Amount(12)) == "12")
    }
}
