import FoundationEssentials
import Glibc

/// A folder of its own for one test, removed with its files and subfolders when the last reference goes.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/laurel-crypto-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXFailure(code: errno) }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }  // ends with a zero: utf8CString
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The names in the folder, sorted.
    func names() throws -> [String] {
        guard let folder = opendir(path) else { throw POSIXFailure(code: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// The permission bits of the file or folder `name` in it; of the folder itself for an empty name.
    func mode(of name: String) throws -> mode_t {
        var status = stat()
        guard stat("\(path)/\(name)", &status) == 0 else { throw POSIXFailure(code: errno) }
        return status.st_mode & 0o7777
    }

    struct POSIXFailure: Error {
        let code: Int32
    }
}
