import FoundationEssentials
import Glibc
import LedgerCrypto
import LedgerFiles
import Testing

@Suite struct KeptFileTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/laurel-kept-\(UUID().uuidString)"
    private var path: String { folder + "/file" }

    private func make(_ name: String = "file") throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    @Test func `a file that is removed, renamed or replaced is not the one that was opened`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let changes: [() throws -> Void] = [
            { unlink(path) }, { rename(path, path + ".old") },
            {
                try make("other")
                rename(folder + "/other", path)
            }, { try FileManager.default.removeItem(atPath: folder) },
        ]
        for change in changes {
            try make()
            let file = try KeptFile(path)
            try file.check()
            try Data("another text".utf8).write(to: URL(fileURLWithPath: path))
            try file.check()
            try change()
            #expect(throws: FileError.vanished(path: path)) { try file.check() }
        }
    }

    @Test func `others lose every right to a file or folder, but a folder that all share stays so`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
        }
        try make()
        for (before, after) in [(0o666, 0o600), (0o640, 0o600), (0o600, 0o600), (0o444, 0o400)] as [(mode_t, mode_t)] {
            chmod(path, before)
            try PrivateMode.narrow(path)
            #expect(mode(path) == after)
        }
        chmod(folder, 0o755)
        try PrivateMode.narrow(folder)
        #expect(mode(folder) == 0o700)
        chmod(folder, 0o1777)
        try PrivateMode.narrow(folder)
        #expect(mode(folder) == 0o1777)
        try PrivateMode.narrow(folder + "/nothing")
    }

    @Test func `what a link leads to keeps its mode, unless a folder is named by it`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try make()
        chmod(path, 0o644)
        let link = folder + "/link"
        for target in [path, folder, folder + "/nothing", link] {
            unlink(link)
            #expect(symlink(target, link) == 0)
            #expect(throws: FileError.isLink(path: link)) { try PrivateMode.narrow(link) }
        }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o644)
        mkfifo(folder + "/pipe", 0o666)
        #expect(throws: FileError.notAFile(path: folder + "/pipe")) { try PrivateMode.narrow(folder + "/pipe") }
        unlink(link)
        chmod(folder, 0o755)
        symlink(folder, link)
        try PrivateMode.narrow(link, followsLink: true)
        #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }
}
