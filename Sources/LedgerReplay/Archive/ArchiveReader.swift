public import Ledger
import LedgerCrypto

/// The blocks of a chain in order of height, as bytes that nobody has looked at.
public protocol BlockSource: Sendable {
    /// The next block; nil after the last one.
    mutating func next() throws -> [UInt8]?
}

/// Reads an archive block by block, and says that it ended only after its end record and nothing after it.
public struct ArchiveReader<Stream: ByteStream>: BlockSource {
    public let genesis: Genesis
    private var stream: Stream
    private var offset: UInt64
    private var height: UInt64 = 0
    /// The last block that was read; its hash is asked for at the end alone.
    private var last: [UInt8] = []
    private var isAtEnd = false

    /// Reads up to the first block.
    public init(_ stream: Stream) throws {
        self.stream = stream
        offset = 0
        let magic = try self.stream.read(ArchiveFormat.magic.count)
        guard magic == ArchiveFormat.magic else { throw ArchiveFault.notAnArchive }
        offset = UInt64(magic.count)
        let bytes = try Self.record(&self.stream, &offset, limit: ArchiveFormat.genesisLimit, "the genesis") ?? []
        do { genesis = try Genesis(decoding: bytes) } catch { throw ArchiveFault.badGenesis(error) }
    }

    public mutating func next() throws -> [UInt8]? {
        guard !isAtEnd else { return nil }
        let number = height + 1
        if let bytes = try Self.record(&stream, &offset, limit: Block.byteLimit, "block \(number)") {
            height += 1
            last = bytes
            return bytes
        }
        try readEnd()
        isAtEnd = true
        return nil
    }

    private mutating func readEnd() throws {
        let bytes = try stream.read(40)
        guard bytes.count == 40 else { throw ArchiveFault.cutShort(offset: offset, expected: "the last block's hash") }
        offset += 40
        var decoder = CanonicalDecoder(bytes)
        let gotHeight = try decoder.readInteger(UInt64.self)
        let gotHash = try decoder.readDigest()
        let lastHash = hashOfLast
        guard gotHeight == height, gotHash == lastHash else {
            throw ArchiveFault.wrongEnd(gotHeight: gotHeight, gotHash: gotHash, height: height, hash: lastHash)
        }
        guard try stream.read(1).isEmpty else { throw ArchiveFault.trailing(offset: offset) }
    }

    private var hashOfLast: Digest {
        guard height > 0 else { return genesis.chainID }
        var decoder = CanonicalDecoder(last)
        // A header that does not decode is the verifier's to report; the end can't agree with it.
        return (try? BlockHeader(from: &decoder).hash) ?? .zero
    }

    /// Nil where the record is the mark of the end.
    private static func record(
        _ stream: inout Stream, _ offset: inout UInt64, limit: Int, _ what: @autoclosure () -> String
    ) throws -> [UInt8]? {
        let prefix = try stream.read(4)
        guard prefix.count == 4 else { throw ArchiveFault.cutShort(offset: offset, expected: "\(what()) or the end") }
        var decoder = CanonicalDecoder(prefix)
        let count = try decoder.readInteger(UInt32.self)
        guard count <= limit else { throw ArchiveFault.tooLong(offset: offset, bytes: count, limit: limit) }
        offset += 4
        guard count > 0 else { return nil }
        let bytes = try stream.read(Int(count))
        guard bytes.count == Int(count) else {
            throw ArchiveFault.cutShort(offset: offset + UInt64(bytes.count), expected: "the rest of \(what())")
        }
        offset += UInt64(count)
        return bytes
    }
}

extension ArchiveReader where Stream == FileStream {
    public init(path: String) throws {
        try self.init(FileStream(path: path))
    }
}
