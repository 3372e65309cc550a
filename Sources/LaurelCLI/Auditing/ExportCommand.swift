import ArgumentParser
import Glibc
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay
import LedgerStore

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a chain as one archive file.",
        discussion: "laurel export DIR chain.laurel, or laurel export http://127.0.0.1:8440 chain.laurel")
    @Argument(help: "A data folder, or a node's address.") var from: String
    @Argument(help: "The file to write; an existing one is kept.") var to: String
    @OptionGroup var trust: TrustOptions

    func run() async throws {
        let file = try StreamedFile(to: to)
        if from.hasPrefix("http://") || from.hasPrefix("https://") {
            try await trust.withClient(from) { try await $0.archive { try file.write($0) } }
            // The archive is read once over, since only its end says that the stream was whole.
            var reader = try ArchiveReader(path: file.temporary)
            while try reader.next() != nil {}
            try file.finish()
            return print("Wrote \(to), \(file.byteCount) bytes.")
        }
        let store = try LedgerStore.open(at: from, access: .readOnly)
        let height = try ArchiveWriter.write(store.genesis, try store.blocks()) { try file.write($0) }
        try file.finish()
        print("Wrote \(to): \(height) blocks, \(file.byteCount) bytes.")
    }
}

/// A file that is written piece by piece and gets its name only once it is whole and durable.
final class StreamedFile {
    let temporary: String
    private let path: String
    private let file: Int32
    private(set) var byteCount = 0

    init(to path: String) throws {
        self.path = path
        guard access(path, F_OK) != 0 else { throw FileError.exists(path: path) }
        temporary = "\(path).\(Hex.encode(try SystemRandom.bytes(4))).part"
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError.failed(.create, path: temporary, code: errno) }
    }

    deinit {
        close(file)
        unlink(temporary)
    }

    func write(_ bytes: [UInt8]) throws {
        try Self.writeAll(bytes, to: file, path: temporary)
        byteCount += bytes.count
    }

    /// Gives the file its name, unless there is one of that name by now.
    func finish() throws {
        guard fsync(file) == 0 else { throw FileError.failed(.sync, path: temporary, code: errno) }
        guard link(temporary, path) == 0 else {
            throw errno == EEXIST ? FileError.exists(path: path) : .failed(.create, path: path, code: errno)
        }
    }

    static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError.failed(.write, path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
