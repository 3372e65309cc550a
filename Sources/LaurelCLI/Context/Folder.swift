import Glibc
import LedgerCrypto
import LedgerFiles

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
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) { names.append(name(entry)) }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                String(cString: $0)
            }
        }
    }

    /// Has `body` make a folder beside the one of this name, which gets this name only when all went well.
    static func building(_ path: String, _ body: (String) async throws -> Void) async throws {
        let building = "\(path).building"
        guard access(building, F_OK) != 0 else {
            throw CommandFailure.refused(
                "\(building) is left over from an import that was interrupted; remove it first")
        }
        do { try await body(building) } catch {
            remove(building)
            throw error
        }
        guard rename(building, path) == 0 else { throw FileError.failed(.rename, path: path, code: errno) }
    }

    /// Removes a folder that this program made, with the few files in it.
    private static func remove(_ folder: String) {
        if let entries = opendir(folder) {
            while let entry = readdir(entries) {
                let name = Self.name(entry)
                if name != ".", name != ".." { unlink("\(folder)/\(name)") }
            }
            closedir(entries)
        }
        rmdir(folder)
    }
}
