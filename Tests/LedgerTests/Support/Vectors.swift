import Foundation
import Ledger
import LedgerCrypto
import Testing

/// Official test vectors, which live outside of the package: the folder is named by `LAUREL_DATA`.
enum Vectors {
    static let folder = ProcessInfo.processInfo.environment["LAUREL_DATA"]
    static let reason: Comment = "needs the folder of official vectors: set LAUREL_DATA"

    /// One JSON file of `vectors/`.
    static func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: try data(path))
    }

    /// A file of one JSON value a line.
    static func readLines<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> [Value] {
        try data(path).split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: $0) }
    }

    private static func data(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: try #require(folder)).appending(path: "vectors/\(path)"))
    }
}

extension Digest {
    /// The hash of a number, for tests that need many different ones.
    static func number(_ number: Int) -> Digest { MerkleHash.leaf(Array("\(number)".utf8)) }

    /// The digest with one bit turned over.
    var flipped: Digest {
        var bytes = self.bytes
        bytes[bytes.count / 2] ^= 1
        return bytes.withUnsafeBytes { Digest(copying: $0) }
    }
}
