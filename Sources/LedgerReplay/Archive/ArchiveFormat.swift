public import Ledger
public import LedgerCrypto

/// The archive: a chain in one file, as the Protocol article lays it out.
package enum ArchiveFormat {
    package static let magic = Array("laurel-archive-1\n".utf8)
    package static let genesisLimit = 1 << 20

    /// The bytes before the first block.
    package static func start(_ genesis: Genesis) -> [UInt8] { magic + frame(genesis.encoded) }

    /// A record: its byte count and its bytes.
    package static func frame(_ bytes: [UInt8]) -> [UInt8] {
        var encoder = CanonicalEncoder(reserving: bytes.count + 4)
        encoder.write(UInt32(bytes.count))
        encoder.write(raw: bytes)
        return encoder.bytes
    }

    /// The bytes after the last block.
    package static func end(height: UInt64, hash: Digest) -> [UInt8] {
        var encoder = CanonicalEncoder(reserving: 44)
        encoder.write(UInt32(0))
        encoder.write(height)
        encoder.write(hash)
        return encoder.bytes
    }
}

/// Why a file or stream is no whole archive. The chain in it may still be sound as far as it reaches. Codes are part of the protocol.
public enum ArchiveFault: Error, Equatable, Sendable {
    case unreadable(path: String, reason: String)
    case notAnArchive
    case cutShort(offset: UInt64, expected: String)
    case tooLong(offset: UInt64, bytes: UInt32, limit: Int)
    case badGenesis(DecodingFault)
    case wrongEnd(gotHeight: UInt64, gotHash: Digest, height: UInt64, hash: Digest)
    case trailing(offset: UInt64)

    /// The fault of the file in the Protocol article; nil where it could not be read, which says nothing about what is in it.
    public var rule: (code: Int, name: String)? {
        switch self {
        case .unreadable: nil
        case .notAnArchive: (301, "notAnArchive")
        case .badGenesis: (302, "malformedGenesis")
        case .cutShort: (303, "cutShort")
        case .tooLong: (304, "tooLong")
        case .wrongEnd: (305, "wrongEnd")
        case .trailing: (306, "trailing")
        }
    }
}

extension ArchiveFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
        case .notAnArchive: "it does not begin with 'laurel-archive-1'; export a chain with 'laurel export'"
        case .cutShort(let offset, let expected): "it is cut short at byte \(offset), where \(expected) should follow"
        case .tooLong(let offset, let bytes, let limit):
            "at byte \(offset) a record claims \(bytes) bytes; at most \(limit) are allowed"
        case .badGenesis(let fault): "its genesis does not decode: \(fault)"
        case .wrongEnd(let gotHeight, let gotHash, let height, let hash):
            "its end names block \(gotHeight) \(gotHash), its last block is \(height) \(hash)"
        case .trailing(let offset): "bytes follow after its end, from byte \(offset) on"
        }
    }
}
