import LedgerText
import Testing

struct ForeignTextTests {
    @Test(arguments: [
        ("plain text, 12.50", "plain text, 12.50"), ("小明 · Zoë · Ελένη", "小明 · Zoë · Ελένη"),
        ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\u{9B}31m", "a\\u{9B}31m"), ("one\ntwo\r", "one\\u{A}two\\u{D}"),
        ("\u{202E}gnitset", "\\u{202E}gnitset"), ("pay\u{200B}pal", "pay\\u{200B}pal"), ("\u{FEFF}x", "\\u{FEFF}x"),
        ("\u{2028}", "\\u{2028}"), ("\u{3164}", "\\u{3164}"), ("\u{E000}", "\\u{E000}"), ("\u{378}", "\\u{378}"),
        ("e\u{301}", "e\u{301}"), ("\u{E0041}", "\\u{E0041}"), ("\u{7F}", "\\u{7F}"),
    ])
    func `what deceives is shown by its number, all else as it is`(text: String, shown: String) {
        #expect(ForeignText.shown(text) == shown)
        #expect((ForeignText.firstDeceptive(in: text) == nil) == (text == shown))
    }

    @Test func `lines stay lines only where they may`() {
        #expect(ForeignText.shownLines("one\ntwo\u{1B}") == "one\ntwo\\u{1B}")
    }

    @Test func `JSON says the same in characters that deceive nobody`() {
        #expect(
            ForeignText.shownJSON("{\n  \"a\": \"\u{202E}x\u{E0041}\u{9B}\u{7F}小\"\n}")
                == "{\n  \"a\": \"\\u202ex\\udb40\\udc41\\u009b\\u007f小\"\n}")
    }
}
