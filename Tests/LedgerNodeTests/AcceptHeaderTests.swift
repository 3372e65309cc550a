import LedgerNode
import Testing

@Suite struct AcceptHeaderTests {
    private static let offers = ["application/json", "application/octet-stream"]

    @Test(
        arguments: [
            ("*/*", 0), ("application/*", 0), ("application/json", 0), ("Application/OCTET-Stream", 1),
            ("application/octet-stream;q=0.5, application/json;q=0.4", 1), ("application/json;q=0, */*", 1),
            ("text/html , */* ; q=0.1", 0), ("application/*;q=0.2, application/octet-stream", 1),
            ("text/*", nil), ("application/json;q=0, application/octet-stream; q=0.0", nil), ("", nil),
            (",;,/,*/", nil),
            ("application/json;q=nan, application/octet-stream;q=0.9", 0),
            ("image/png;q=1, application/json;v=2;q=0.3", 0),
        ] as [(String, Int?)])
    func `The longest range that covers a type weighs it, and of equals the first is given`(
        header: String, preferred: Int?
    ) { #expect(AcceptHeader.preferred(of: Self.offers, by: header) == preferred) }

    @Test(arguments: ["a,", "*/*,", "application/json;q=0.1,", ",", ";", "application/*;a;a;a;a,"])
    func `A header costs what its bytes cost`(item: String) {
        let header = String(repeating: item, count: (1 << 21) / item.utf8.count)
        // The quickest of some is hardly disturbed by what runs beside.
        let shortest = (0..<5).map { _ in
            ContinuousClock().measure { _ = AcceptHeader.preferred(of: Self.offers, by: header) }
        }.min()
        #expect(shortest ?? .zero < .milliseconds(630), "300 ns a byte, where most items are of one byte or two")
    }
}
