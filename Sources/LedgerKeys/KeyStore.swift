import Glibc
public import LedgerCrypto
import LedgerFiles

/// A folder of key files, one `NAME.key` each, readable by their owner only.
public struct KeyStore: Sendable {
    /// The path of the folder, which need not exist before a key is saved.
    public let directory: String

    /// Touches no file yet.
    public init(directory: String) {
        self.directory = directory
    }

    /// The names and public keys in the folder, sorted by name; empty if there is no folder.
    ///
    /// Throws ``KeyFileError`` at the first file that is not a good key file or is exposed to others.
    public func list() throws(KeyFileError) -> [(name: String, publicKey: PublicKey)] {
        var keys: [(name: String, publicKey: PublicKey)] = []
        for name in try names() { keys.append((name, try load(name).publicKey)) }
        return keys
    }

    /// The names of the keys in the folder, sorted, whether or not their files are good.
    public func names() throws(KeyFileError) -> [String] {
        guard let folder = opendir(directory) else {
            guard errno == ENOENT else { throw .file(.failed(.list, path: directory, code: errno)) }
            return []
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            guard file.hasSuffix(Self.suffix) else { continue }
            let name = String(file.dropLast(Self.suffix.count))
            if Self.isName(name) { names.append(name) }
        }
        return names.sorted()
    }

    /// The key file of `name`. Its passphrase is not needed yet.
    ///
    /// Refuses a file that others than its owner may read or write: ``KeyFileError/exposed(path:mode:)``.
    public func load(_ name: String) throws(KeyFileError) -> KeyFile {
        let path = try path(of: name)
        let json: [UInt8]
        do {
            json = try AtomicFile.read(path, limit: KeyFile.maximumByteCount) { status in
                let mode = status.st_mode & 0o7777
                guard mode & 0o077 == 0 else { throw KeyFileError.exposed(path: path, mode: mode) }
            }
        } catch FileError.failed(.open, path, ENOENT) {
            throw .missing(name: name, folder: directory, known: try names())
        } catch {
            throw KeyFileError(error)
        }
        do {
            return try KeyFile(json: json)
        } catch {
            throw .inFile(path: path, error)
        }
    }

    /// Writes the key file of `name`, mode 600, whole or not at all, making the folder (mode 700) if need be.
    ///
    /// - Parameter replacing: if false, a key of that name is kept and ``KeyFileError/exists(name:path:)`` thrown.
    public func save(_ name: String, _ keyFile: KeyFile, replacing: Bool = false) throws(KeyFileError) {
        let path = try path(of: name)
        do {
            try Self.makeFolder(directory)
            try AtomicFile.write(keyFile.json, to: path, mode: 0o600, replacing: replacing)
        } catch FileError.exists {
            throw .exists(name: name, path: path)
        } catch {
            throw KeyFileError(error)
        }
    }
}

extension KeyStore {
    private static let suffix = ".key"

    /// The path of the file for a key of that name, whether or not it exists.
    public func path(of name: String) throws(KeyFileError) -> String {
        guard Self.isName(name) else { throw .badName(name) }
        return "\(directory)/\(name)\(Self.suffix)"
    }

    private static func isName(_ name: String) -> Bool {
        1...64 ~= name.utf8.count && name.utf8.first != UInt8(ascii: ".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }

    /// Makes the folder and those above it that are missing, for the owner only.
    private static func makeFolder(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let code = errno
        guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw .failed(.makeFolder, path: path, code: code)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .failed(.makeFolder, path: path, code: errno)
        }
    }
}

extension KeyFileError {
    /// Wraps what reading or writing a file threw.
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as KeyFileError: self = error
        case let error as CryptoError: self = .crypto(error)
        case let error as FileError: self = .file(error)
        default: preconditionFailure("AtomicFile throws only FileError and CryptoError, not \(error)")
        }
    }
}
