import LedgerCrypto
import Testing

@Suite("BIP340 vectors")
struct SignatureVectorTests {
    /// One row of `test-vectors.csv`: hex, the first three of four columns empty where only verifying is tested.
    struct Row: Sendable, CustomTestStringConvertible {
        let index, secretKey, publicKey, auxiliary, message, signature: String
        let isValid: Bool

        var testDescription: String { "row \(index)" }
    }

    /// Made with the reference algorithm of BIP340 written out in Python's integers.
    static let ownRows = [
        Row(
            index: "one", secretKey: "5c1caab8efc681eb52fd232df41acebdf5c18bd352b2309ef26f815ba5ae5c5c",
            publicKey: "1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1",
            auxiliary: "f6cbe3f1abeca8741338ada68619eb1661dd9ec8cfdb8c0a03e4e16eccc2ea8e",
            message: "5e1c89fe40e9d4062b2779971d7c2f7d49c9353d9785b7b578c418aa1888e258",
            signature: "99f6417f56b52bd2a63217e0c8af162d715a86eb7fac50ad4e19c51d5540d780"
                + "250c4373087c8082f0e9d35347f2c95148b14f0c1674b1be8c1d8af19bf23e5d", isValid: true),
        Row(
            index: "two", secretKey: "e7520181052ccc1c3be54169bf56a22b6b6f95f799a16f743d2fa6fe7c750d23",
            publicKey: "4545277b3ec24e636e9e60a9e99ee1cdec00200c49b6c9b1b63f8da80c0beca4",
            auxiliary: "13a2d165eb4f491b8ca3fd656cc244471720dddb9b64beda86706080653f9056",
            message: "7e9230aa61e8985cee86f7cb116fc6d1c3a5a3e02a5109a02d9f16a7c7e9b3ae",
            signature: "072b3cf198c2726e0c30bb6d61bdffadb4f05ea118f2496e6cf123cd2c4f8b36"
                + "17259da6b41bd6c9bbeae1f51a02d04a9f42b71eaa1026ff8a9d42088f24342c", isValid: true),
        Row(
            index: "three, 24 bytes", secretKey: "b2f686a140e4ef5b1c0dfe6956b00d3dae5dd7870d1ceac0a001528fff6cb3cc",
            publicKey: "a1de492db57a516f4701b199ec077a6a6df1a509c0631f3f88fe4b9479d7dcc6",
            auxiliary: "6d952465707fd8f01189b4f957cdc90df8d5b43170fcafeeafe7934fb0f1a338",
            message: "61206d657373616765206f662032342062797465732e2e2e",
            signature: "a06a4430d682396d56c9a66295cb5d497c4a96c7a4daafdfe8794e080e2f5fe7"
                + "ffa9bf02d7040bdb0effb239375a481ac6202ba30d08642d6f45c1a75f0e3aec", isValid: true),
        Row(
            index: "one under the key of two", secretKey: "",
            publicKey: "4545277b3ec24e636e9e60a9e99ee1cdec00200c49b6c9b1b63f8da80c0beca4", auxiliary: "",
            message: "5e1c89fe40e9d4062b2779971d7c2f7d49c9353d9785b7b578c418aa1888e258",
            signature: "99f6417f56b52bd2a63217e0c8af162d715a86eb7fac50ad4e19c51d5540d780"
                + "250c4373087c8082f0e9d35347f2c95148b14f0c1674b1be8c1d8af19bf23e5d", isValid: false),
    ]

    @Test("signatures made elsewhere are judged right, and made alike", arguments: ownRows)
    func own(row: Row) throws {
        try check(row)
    }

    @Test("all official rows are judged right, and made alike", .enabled(if: Vectors.folder != nil, Vectors.reason))
    func official() throws {
        let text = String(decoding: try Vectors.read("bip340/test-vectors.csv"), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).dropFirst()
        #expect(lines.count == 19)
        for line in lines {
            let columns = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            try check(
                Row(
                    index: columns[0], secretKey: columns[1], publicKey: columns[2], auxiliary: columns[3],
                    message: columns[4], signature: columns[5], isValid: columns[6] == "TRUE"))
        }
    }

    private func check(_ row: Row) throws {
        let publicKey = try #require(PublicKey(hex: row.publicKey))
        let signature = try #require(Signature(hex: row.signature))
        let message = try #require(Hex.decode(row.message))
        let isValid = message.withUnsafeBytes { publicKey.parsed()?.isValid(signature, for: $0) ?? false }
        #expect(isValid == row.isValid, "row \(row.index)")
        if let digest = Digest(message) {
            #expect(publicKey.isValid(signature, for: digest) == row.isValid, "row \(row.index)")
        }
        guard !row.secretKey.isEmpty else { return }
        let secret = try #require(Hex.decode(row.secretKey))
        let key = try #require(secret.withUnsafeBytes { SecretKey($0) })
        #expect(key.publicKey == publicKey, "row \(row.index)")
        let auxiliary = try #require(Digest(hex: row.auxiliary))
        let made = try message.withUnsafeBytes { try key.sign($0, auxiliary: auxiliary) }
        #expect(made == signature, "row \(row.index)")
    }
}
