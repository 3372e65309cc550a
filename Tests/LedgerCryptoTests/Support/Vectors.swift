import Glibc
import LedgerCrypto
import LedgerFiles
import Testing

/// Official test vectors, which live outside of the package: the folder is named by `LAUREL_DATA`.
enum Vectors {
    static let folder: String? = getenv("LAUREL_DATA").map { String(cString: $0) }
    static let reason: Comment = "needs the folder of official vectors: set LAUREL_DATA"

    /// The bytes of `path` inside the folder.
    static func read(_ path: String) throws -> [UInt8] {
        try AtomicFile.read(try #require(folder) + "/vectors/" + path, limit: 1 << 20)
    }
}
