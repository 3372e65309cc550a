import Glibc
import LedgerCrypto
import LedgerFiles
import LedgerStore

/// Folders that this program makes.
enum Folder {
    /// Makes a folder and those above it that are missing, for the owner only. Their names are durable when it returns.
    static func make(_ path: String) throws {
        if try makeOne(path) { return }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileError.failed(.makeFolder, path: path, code: ENOENT)
        }
        try make(String(path[..<slash]))
        guard try makeOne(path) else { throw FileError.failed(.makeFolder, path: path, code: ENOENT) }
    }

    /// Whether it is there now; not where the one above it is missing.
    private static func makeOne(_ path: String) throws -> Bool {
        if mkdir(path, 0o700) == 0 {
            let above = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
            guard FileCalls.system.syncFolder(above) == 0 else {
                throw FileError.failed(.syncFolder, path: above, code: errno)
            }
            return true
        }
        let code = errno
        guard code == EEXIST || code == ENOENT else { throw FileError.failed(.makeFolder, path: path, code: code) }
        return code == EEXIST
    }

    /// The names in a folder, in order, without those that begin with a dot; none where it can't be listed.
    static func names(_ folder: String) -> [String] {
        allNames(folder).filter { !$0.hasPrefix(".") }
    }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                String(cString: $0)
            }
        }
    }

    /// Has `body` make a ledger's folder beside the one of this name, which gets this name only when all went well.
    ///
    /// What an earlier try left when it was interrupted is removed. The lock on the folder shows whether somebody still works on it, and goes
    /// with its process.
    static func building(_ path: String, _ body: (String) async throws -> Void) async throws {
        let building = "\(path).building"
        let file = try lock(building)
        defer { close(file) }
        if let stranger = allNames(building).first(where: { !LedgerStore.fileNames.contains($0) }) {
            throw CommandFailure.refused(
                "\(building)/\(stranger) is none of a ledger's files, so this folder was not left by an import; nothing was removed. Move the "
                    + "folder away, or choose another name")
        }
        clear(building)
        do { try await body(building) } catch {
            clear(building)
            rmdir(building)
            throw error
        }
        guard rename(building, path) == 0 else { throw FileError.failed(.rename, path: path, code: errno) }
    }

    /// Makes the folder unless it is there, and locks it.
    ///
    /// - Returns: the folder, open; closing it unlocks it.
    private static func lock(_ building: String) throws -> Int32 {
        while true {
            guard mkdir(building, 0o700) == 0 || errno == EEXIST else {
                throw FileError.failed(.makeFolder, path: building, code: errno)
            }
            let file = open(building, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if file < 0, errno == ENOENT { continue }
            guard file >= 0 else { throw FileError.failed(.open, path: building, code: errno) }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                defer { close(file) }
                guard errno == EWOULDBLOCK else { throw FileError.failed(.open, path: building, code: errno) }
                throw CommandFailure.refused(
                    "another import is making \(building) at this moment; wait until it has ended")
            }
            // Another import may have given it its name, or removed it, before it was locked here.
            var (locked, named) = (stat(), stat())
            if fstat(file, &locked) == 0, stat(building, &named) == 0, locked.st_ino == named.st_ino,
                locked.st_dev == named.st_dev
            {
                return file
            }
            close(file)
        }
    }

    private static func allNames(_ folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) { names.append(name(entry)) }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// Removes the few files in a folder that this program made.
    private static func clear(_ folder: String) {
        for name in allNames(folder) { unlink("\(folder)/\(name)") }
    }
}
