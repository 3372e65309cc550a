public import Ledger
import LedgerCrypto

/// Writes a chain as an archive, piece by piece, to wherever `write` takes it.
public struct ArchiveWriter {
    /// Writes all blocks of a source.
    ///
    /// - Returns: the height and hash that the end names.
    @discardableResult
    public static func write(
        _ genesis: Genesis, _ blocks: some BlockSource, to write: ([UInt8]) throws -> Void
    ) throws -> UInt64 {
        var source = blocks
        var height: UInt64 = 0
        var hash = genesis.chainID
        try write(ArchiveFormat.start(genesis))
        while let bytes = try source.next() {
            var decoder = CanonicalDecoder(bytes)
            hash = try BlockHeader(from: &decoder).hash
            height += 1
            try write(ArchiveFormat.frame(bytes))
        }
        try write(ArchiveFormat.end(height: height, hash: hash))
        return height
    }
}
