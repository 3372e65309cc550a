import Glibc
import LedgerCrypto
import LedgerFiles
import Testing

@Suite("Atomic files")
struct AtomicFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/file"
    }

    @Test("what is written is read, with the very mode, and nothing else is left behind", arguments: [true, false])
    func roundTrip(replacing: Bool) throws {
        let bytes = try SystemRandom.bytes(100_000)
        try AtomicFile.write(bytes, to: path, mode: 0o666, replacing: replacing)
        #expect(try AtomicFile.read(path, limit: bytes.count) == bytes)
        #expect(try folder.mode(of: "file") == 0o666)
        #expect(try folder.names() == ["file"])
    }

    @Test("replacing takes the new bytes and the new mode")
    func replacing() throws {
        try AtomicFile.write([1, 2, 3], to: path, mode: 0o644, replacing: false)
        try AtomicFile.write([4], to: path, mode: 0o600, replacing: true)
        #expect(try AtomicFile.read(path, limit: 1) == [4])
        #expect(try folder.mode(of: "file") == 0o600)
        #expect(try folder.names() == ["file"])
    }

    @Test("a file that exists is kept, and so is what a symbolic link points to")
    func exists() throws {
        try AtomicFile.write([1], to: path, mode: 0o600, replacing: false)
        #expect(throws: FileError.exists(path: path)) {
            try AtomicFile.write([2], to: path, mode: 0o600, replacing: false)
        }
        let link = folder.path + "/link"
        #expect(symlink(path, link) == 0)
        #expect(throws: FileError.exists(path: link)) {
            try AtomicFile.write([3], to: link, mode: 0o600, replacing: false)
        }
        #expect(try AtomicFile.read(path, limit: 10) == [1])
        #expect(try folder.names() == ["file", "link"])
    }

    @Test("of many writers at once exactly one wins")
    func race() async throws {
        let path = path
        let winners = await withTaskGroup(of: UInt8?.self) { group in
            for writer in 0..<32 as Range<UInt8> {
                group.addTask {
                    do {
                        try AtomicFile.write([writer], to: path, mode: 0o600, replacing: false)
                        return writer
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [UInt8]()) { if let winner = $1 { $0.append(winner) } }
        }
        #expect(winners.count == 1)
        #expect(try AtomicFile.read(path, limit: 1) == winners)
        #expect(try folder.names() == ["file"])
    }

    @Test("an empty file is read as no bytes, and a byte too many is refused")
    func limits() throws {
        try AtomicFile.write([], to: path, mode: 0o600, replacing: true)
        #expect(try AtomicFile.read(path, limit: 0) == [])
        try AtomicFile.write([1, 2], to: path, mode: 0o600, replacing: true)
        let error = #expect(throws: FileError.tooLarge(path: path, limit: 1)) {
            try AtomicFile.read(path, limit: 1)
        }
        #expect(
            error?.description
                == "\(path) is larger than 1 bytes, the most that such a file may have; is it the right file?")
    }

    @Test("folders and pipes are refused without waiting for them")
    func notFiles() throws {
        #expect(throws: FileError.notAFile(path: folder.path)) { try AtomicFile.read(folder.path, limit: 1) }
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: FileError.notAFile(path: path)) { try AtomicFile.read(path, limit: 1) }
    }

    @Test("what the system refuses is told with the path and its reason")
    func refusals() {
        let missing = #expect(throws: FileError.self) { try AtomicFile.read(path, limit: 1) }
        #expect(missing?.description == "cannot open \(path): No such file or directory (errno 2)")
        let nowhere = #expect(throws: FileError.self) {
            try AtomicFile.write([], to: path + "/x", mode: 0o600, replacing: true)
        }
        #expect(nowhere?.description.hasPrefix("cannot create \(path)/.x.") == true)
        #expect(nowhere?.description.hasSuffix(".tmp: No such file or directory (errno 2)") == true)
    }
}
