import LedgerText
import Testing

struct NameCheckTests {
    /// As people write them, with the accents, vowel marks, digits and punctuation of their languages.
    @Test(arguments: [
        "Laurel", "R&D Team #2 (Berlin), est. 2026: C++/Rust?", "O'Neill's", "Zoë", "Łódź", "Čeština",
        "Íslenska þjóðin",
        "Türkçe Işık", "Azərbaycan", "Cộng đồng Việt Nam", "Ɛwe dukɔ", "Hausa ƙungiya", "M̃baracaju", "l·lusió",
        "¿Qué? ¡Sí!",
        "Общество", "Спільнота їжаків", "Ћирилица", "СОСО", "Κοινότητα", "Ἑλλάς", "Հայաստան", "საქართველო", "קהילה",
        "שָׁלוֹם",
        "مجتمع", "جامعه پارسی", "قرآن ۱۲", "مُحَمَّد", "समुदाय", "नहीं बाज़ों", "हिंदी १२", "সম্প্রদায় ২৪", "ਸਮੁਦਾਇ", "સમુદાય", "ସମୁଦାୟ", "சமூகம்",
        "సమాజం", "ಸಮುದಾಯ", "സമൂഹം", "සමාජය", "ชุมชน น้ำใจ", "ຊຸມຊົນ", "སྤྱི་ཚོགས",
        "မြန်မာကျွန်", "សហគមន៍", "ማህበረሰብ", "小明的社区", "Laurel 社区（测试）", "「助け合い」コミュニティー", "人々・みんな", "ラウレル Laurel", "한국 Laurel",
        "ㄅㄆㄇ 注音", "42", "二〇二六年",
    ])
    func `names that people write pass`(name: String) {
        #expect(NameCheck.fault(name) == nil)
    }

    @Test(arguments: [
        ("p\u{430}ypal", "it mixes letters of Cyrillic and Latin, which look alike"),
        ("Ομάδα X", "it mixes letters of Greek and Latin, which look alike"),
        ("\u{5D5}ab", "it mixes letters of Hebrew and Latin, which nobody writes in one name, and some look alike"),
        ("L\u{B66}L", "it mixes letters of Latin and Oriya, which nobody writes in one name, and some look alike"),
        ("L\u{9E6}L", "it mixes letters of Bengali and Latin, which nobody writes in one name, and some look alike"),
        ("L\u{660}", "it mixes letters of Arabic and Latin, which nobody writes in one name, and some look alike"),
        ("한ラ", "it mixes letters of Hangul and Kana, which nobody writes in one name, and some look alike"),
        ("সম ২4", "it mixes the digits 0 to 9 with those of another script, and some look alike"),
        ("Ｌaurel", "U+FF2C looks like an ordinary letter or digit and is none"),
        ("𝐋aurel", "U+1D40B looks like an ordinary letter or digit and is none"),
        ("\u{216C}eaf", "U+216C looks like an ordinary letter or digit and is none"),
        ("\u{217C}ab", "U+217C looks like an ordinary letter or digit and is none"),
        ("Lau\u{200D}rel", "U+200D can't be seen, or changes how others are shown"),
        ("\u{202E}x", "U+202E can't be seen, or changes how others are shown"),
        ("A\u{A0}B", "U+00A0 looks like the usual space and is none"),
        ("小\u{3000}明", "U+3000 looks like the usual space and is none"),
        ("Leaf ", "it begins or ends with a space, or has two in a row, which nobody sees"),
        (" Leaf", "it begins or ends with a space, or has two in a row, which nobody sees"),
        ("My  Leaf", "it begins or ends with a space, or has two in a row, which nobody sees"),
        ("x（y）", "U+FF08 belongs to Chinese, Japanese and Korean, and looks like a usual sign without them"),
        ("5\u{301}", "U+0301 is a mark that stands on no letter"),
        ("\u{323}", "U+0323 is a mark that stands on no letter"),
        ("ק\u{323}", "U+0323 is no mark of the letter before it"),
        ("M\u{303}\u{303}", "U+0303 stands twice in a row, which looks like once"),
        ("q\u{323}\u{301}\u{302}", "it has over 2 marks on one letter, up to U+0302"),
    ])
    func `a name is refused where it could be taken for another`(name: String, fault: String) {
        #expect(NameCheck.fault(name) == fault)
    }

    @Test(arguments: [
        "Cafe\u{301}", "\u{1F71}", "か\u{3099}", "\u{958}", "\u{1112}\u{1161}\u{11AB}", "\u{FA10}", "x\u{301}\u{323}",
    ])
    func `the same name in other bytes is refused, and its normal form is not`(name: String) {
        #expect(
            NameCheck.fault(name)
                == "it is not in Unicode's normal form C, so other bytes look the same; write letters with accents as one character"
        )
    }

    /// Other alphabets, small capitals, sounds of the phonetic alphabet, clicks, digits, ligatures, overlays, hyphens, slashes, replacements, emoji.
    @Test(arguments: [
        "\u{A4EE}eaf", "\u{A4D0}\u{A4D1}", "\u{10404}ab", "\u{104C2}sage", "\u{2D4F}ab", "\u{15B4}ttack", "\u{118A0}ab",
        "\u{16E40}ab",
        "\u{10332}ab", "\u{10537}ab", "\u{1900}ab", "\u{13A0}", "\u{2C80}", "\u{3E2}", "\u{1D00}b", "\u{251}ttack",
        "\u{1D2C}ttack", "\u{2B0}",
        "lab\u{1C3}", "\u{17F}", "\u{1C4}", "A\u{AA}b", "\u{FB01}", "L\u{7C0}AF", "A\u{B2}", "A\u{335}b", "A\u{338}",
        "A\u{20DD}", "A\u{2010}B",
        "A\u{2013}B", "A\u{2019}B", "A\u{2212}B", "A\u{2215}B", "A\u{2044}B", "A\u{2024}B", "A\u{FF0E}B", "A\u{2B9}B",
        "A\u{FFFC}", "A\u{FFFD}",
        "\u{2FF0}a", "A|B", "A`B", "<b>", "🌿", "\u{1F170}ab", "小\u{2F00}", "\u{1100}", "\u{640}",
    ])
    func `what is in no list of names' characters is refused by its number`(name: String) {
        let fault = NameCheck.fault(name)
        #expect(
            fault?.hasSuffix("is no letter, digit or sign that names are written with, and may look like one that is")
                == true
                || fault?.hasSuffix("looks like an ordinary letter or digit and is none") == true, "\(fault ?? "nil")")
        #expect(fault?.hasPrefix("U+") == true)
    }
}
