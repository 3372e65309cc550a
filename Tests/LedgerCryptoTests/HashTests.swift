import LedgerCrypto
import Testing

@Suite("Hashing")
struct HashTests {
    @Test(
        "SHA-256 gives the answers of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func knownAnswers(message: String, hash: String) {
        #expect(SHA256.hash(Array(message.utf8)).hex == hash)
    }

    @Test("a message in pieces hashes like the whole, wherever it is cut")
    func streaming() {
        let message = Array(0..<200 as Range<UInt8>)
        let whole = SHA256.hash(message)
        for cut in 0...message.count {
            var hash = SHA256()
            hash.update(Array(message[..<cut]))
            message[cut...].withUnsafeBytes { hash.update($0) }
            #expect(hash.finalize() == whole)
        }
        var bytewise = SHA256()
        for byte in message { bytewise.update([byte]) }
        #expect(bytewise.finalize() == whole)
    }

    @Test("a message that is there as a whole hashes as if it came byte by byte, wherever its padding falls")
    func wholeMessages() {
        let tagged = TaggedHash("laurel/test")
        for count in 0...300 {
            let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            func streamed(_ start: SHA256, _ prefix: [UInt8]) -> Digest {
                var state = start
                for byte in prefix + message { state.update([byte]) }
                return state.finalize()
            }
            #expect(SHA256.hash(message) == streamed(SHA256(), []))
            #expect(message.withUnsafeBytes { SHA256.hash(prefix: 9, $0) } == streamed(SHA256(), [9]))
            #expect(tagged.hash(message) == streamed(tagged.begin(), []))
            let prefix = SHA256.hash([UInt8(truncatingIfNeeded: count)])
            #expect(message.withUnsafeBytes { tagged.hash(prefix, $0) } == streamed(tagged.begin(), prefix.bytes))
        }
        let (left, right) = (SHA256.hash([1]), SHA256.hash([2]))
        #expect(SHA256.node(left, right) == SHA256.hash([1] + left.bytes + right.bytes))
    }

    @Test(
        "messages hashed side by side hash as each alone, however many there are and wherever their padding falls",
        arguments: [1] + HashLanes.available)
    func lanes(_ lanes: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        let tagged = TaggedHash("laurel/test")
        let prefix = SHA256.hash([7])
        bytes.withUnsafeBytes { bytes in
            func check(_ messages: [Range<Int>]) {
                let alone = messages.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
                #expect(
                    SHA256.hashes(prefix: 1, messages, of: bytes, lanes: lanes)
                        == alone.map { SHA256.hash(prefix: 1, $0) })
                #expect(
                    tagged.hashes(prefix, messages, of: bytes, lanes: lanes) == alone.map { tagged.hash(prefix, $0) })
            }
            // Of one length, of which there are all up to five blocks; of all lengths at once, so that lanes end at different times.
            for count in 0...300 { check((0..<18).map { $0 * 40..<$0 * 40 + count }) }
            for count in 0...40 { check((0..<count).map { $0 * 17..<$0 * 17 + ($0 * 73 + count) % 290 }) }
        }
    }

    @Test(
        "nodes hashed side by side are the nodes of RFC 6962, all of a level and some",
        arguments: [1] + HashLanes.available)
    func nodes(_ lanes: Int) {
        let digests = (0..<45).map { SHA256.hash([UInt8($0)]) }
        func node(_ index: Int) -> Digest {
            SHA256.hash([1] + digests[2 * index].bytes + digests[2 * index + 1].bytes)
        }
        for count in 0...digests.count {
            var level = Array(digests[..<count])
            SHA256.foldNodes(&level, lanes: lanes)
            #expect(level == (0..<count / 2).map(node) + (count % 2 == 1 ? [digests[count - 1]] : []))
        }
        for step in 1...7 {
            for count in [44, 45] {
                let some = Array(stride(from: step / 2, to: (count + 1) / 2, by: step))
                var above = Array(repeating: Digest.zero, count: (count + 1) / 2)
                SHA256.renewNodes(some, over: Array(digests[..<count]), in: &above, lanes: lanes)
                let whole = (0..<count / 2).map(node) + (count % 2 == 1 ? [digests[count - 1]] : [])
                #expect(above == above.indices.map { some.contains($0) ? whole[$0] : .zero })
            }
        }
    }

    @Test("a copy of a hash goes its own way")
    func fork() {
        var hash = SHA256()
        hash.update(Array("ab".utf8))
        var other = hash
        hash.update([UInt8(ascii: "c")])
        other.update(.zero)
        #expect(hash.finalize() == SHA256.hash(Array("abc".utf8)))
        #expect(other.finalize() == SHA256.hash(Array("ab".utf8) + Digest.zero.bytes))
    }

    @Test("a tagged hash is SHA-256 over the tag's hash twice and the message", arguments: [0, 1, 31, 32, 63, 64, 500])
    func definition(count: Int) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let tag = SHA256.hash(Array("laurel/test".utf8)).bytes
        let expected = SHA256.hash(tag + tag + message)
        let tagged = TaggedHash("laurel/test")
        #expect(tagged.hash(message) == expected)
        #expect(message.withUnsafeBytes { tagged.hash($0) } == expected)
        var streamed = tagged.begin()
        streamed.update(message)
        #expect(streamed.finalize() == expected)
        let prefix = SHA256.hash([1])
        #expect(message.withUnsafeBytes { tagged.hash(prefix, $0) } == tagged.hash(prefix.bytes + message))
    }

    @Test("a tagged hash keeps the bytes that another implementation gives")
    func golden() {
        let tagged = TaggedHash("laurel/test")
        #expect(
            tagged.hash(Array("hello".utf8)).hex == "68c0ae0145664cc5744274dfe6cf3b92dbd33358cf0c7b8ccff140c340fbacb8")
        #expect(tagged.hash([]).hex == "6d3c8de297bd735d25212b84877ec1a9a361c4654c5d1a8c0c13be3657c4b257")
        #expect(TaggedHash("laurel/tesT").hash([]) != tagged.hash([]))
    }

    @Test("random bytes come in the number asked for and never twice the same")
    func random() throws {
        #expect(try SystemRandom.bytes(0) == [])
        #expect(try SystemRandom.bytes(100).count == 100)
        #expect(try Set((0..<100).map { _ in try SystemRandom.bytes(16) }).count == 100)
    }
}
