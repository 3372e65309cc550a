import FoundationEssentials
import LedgerCrypto

extension KeyFile {
    /// The `format` field of the files that this version writes and reads.
    public static let format = "laurel-key-1"
    /// The most bytes that a key file may have.
    public static let maximumByteCount = 16_384

    /// Reads the text of a key file, which may come from anywhere. Nothing is derived or decrypted yet.
    public init(json: [UInt8]) throws(KeyFileError) {
        guard json.count <= Self.maximumByteCount else { throw .tooLarge(byteCount: json.count) }
        // The format first: a later one may have other fields, and the error should say that.
        let format = try Self.decode(Header.self, from: json).format
        guard format == Self.format else { throw .unknownFormat(format) }
        let fields = try Self.decode(Fields.self, from: json)
        guard fields.kdf.name == Scrypt.name else {
            throw .unknownAlgorithm(field: "kdf.name", got: fields.kdf.name, known: Scrypt.name)
        }
        guard fields.cipher.name == ChaChaPoly.name else {
            throw .unknownAlgorithm(field: "cipher.name", got: fields.cipher.name, known: ChaChaPoly.name)
        }
        guard let publicKey = PublicKey(hex: fields.publicKey) else {
            throw .badHex(field: "publicKey", byteCount: PublicKey.byteCount)
        }
        self.publicKey = publicKey
        cost = try Cost(checking: fields.kdf.n, r: fields.kdf.r, p: fields.kdf.p)
        salt = try Self.bytes(fields.kdf.salt, "kdf.salt", count: Self.saltByteCount)
        nonce = try Self.bytes(fields.cipher.nonce, "cipher.nonce", count: ChaChaPoly.nonceByteCount)
        ciphertext = try Self.bytes(fields.cipher.ciphertext, "cipher.ciphertext", count: Self.ciphertextByteCount)
    }

    /// The text of the file: JSON with sorted keys, indented, and a line feed at the end.
    public var json: [UInt8] {
        let fields = Fields(
            format: Self.format, publicKey: publicKey.hex,
            kdf: .init(name: Scrypt.name, n: cost.n, r: cost.r, p: cost.p, salt: Hex.encode(salt)),
            cipher: .init(name: ChaChaPoly.name, nonce: Hex.encode(nonce), ciphertext: Hex.encode(ciphertext)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let text = try! encoder.encode(fields)  // strings and integers only, which always encode
        return Array(text) + [UInt8(ascii: "\n")]
    }

    private static func bytes(_ hex: String, _ field: String, count: Int) throws(KeyFileError) -> [UInt8] {
        guard hex.utf8.count == 2 * count, let bytes = Hex.decode(hex) else {
            throw .badHex(field: field, byteCount: count)
        }
        return bytes
    }

    private static func decode<T: Decodable>(_ type: T.Type, from json: [UInt8]) throws(KeyFileError) -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(json))
        } catch let error as DecodingError {
            throw .malformed(reason: error.reason)
        } catch {
            throw .malformed(reason: "it cannot be decoded")
        }
    }
}

extension KeyFile {
    private struct Header: Decodable {
        let format: String
    }

    private struct Fields: Codable {
        let format: String
        let publicKey: String
        let kdf: Derivation
        let cipher: Cipher

        struct Derivation: Codable {
            let name: String
            let n, r, p: Int
            let salt: String
        }

        struct Cipher: Codable {
            let name, nonce, ciphertext: String
        }
    }
}

extension DecodingError {
    /// Which field, and what is wrong with it; nothing of what the text holds.
    fileprivate var reason: String {
        switch self {
        case .keyNotFound(let key, let context):
            "the field '\(Self.path(context.codingPath + [key]))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.isEmpty
                ? "it is JSON, but not an object" : "the field '\(Self.path(context.codingPath))' is of the wrong kind"
        case .dataCorrupted:
            // Foundation says neither where nor which of the two.
            "it is not JSON, or a number in it is not a whole one of 64 bits"
        @unknown default: "it cannot be decoded"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map(\.stringValue).joined(separator: ".")
    }
}
