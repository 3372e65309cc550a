import Glibc
import LedgerCrypto
import LedgerFiles

/// Folders that this program makes.
enum Folder {
    /// Makes a folder and those above it that are missing, for the owner only.
    static func make(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let code = errno
        guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileError.failed(.makeFolder, path: path, code: code)
        }
        try make(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileError.failed(.makeFolder, path: path, code: errno)
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
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                        String(cString: $0)
                    }
                }
                if name != ".", name != ".." { unlink("\(folder)/\(name)") }
            }
            closedir(entries)
        }
        rmdir(folder)
    }
}
