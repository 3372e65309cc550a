import ArgumentParser
import Glibc
import LedgerCrypto
import LedgerKeys

/// Where passphrases come from: the terminal unless told otherwise, never an argument.
struct PassphraseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read the passphrase from the first line of this file.", valueName: "file"))
    var passphraseFile: String?
    @Option(help: ArgumentHelp("Read the passphrase from the first line of this file descriptor.", valueName: "n"))
    var passphraseFd: Int32?

    func validate() throws {
        guard passphraseFile == nil || passphraseFd == nil else {
            throw ValidationError("Give either --passphrase-file or --passphrase-fd, not both.")
        }
    }

    /// The passphrase of one existing key. Where it does not come from the terminal, it is the same for all.
    func read(for name: String) throws -> Passphrase {
        if let given = try given() { return given }
        return try Terminal.askSecret("Passphrase of \(name): ")
    }

    /// A new passphrase, typed twice on a terminal.
    func readNew(for name: String) throws -> Passphrase {
        if let given = try given() { return try Self.notEmpty(given) }
        let first = try Self.notEmpty(try Terminal.askSecret("New passphrase of \(name): "))
        let second = try Terminal.askSecret("The same again: ")
        guard first.matches(second) else {
            throw CommandFailure.refused("the two passphrases differ; nothing was changed")
        }
        return first
    }

    private static func notEmpty(_ passphrase: Passphrase) throws -> Passphrase {
        guard passphrase.byteCount > 0 else {
            throw CommandFailure.refused("the passphrase is empty; a key file under an empty one is open to anybody")
        }
        return passphrase
    }

    private func given() throws -> Passphrase? {
        if let passphraseFile {
            let file = open(passphraseFile, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else {
                throw CommandFailure.impossible("cannot open \(passphraseFile): \(String(cString: strerror(errno)))")
            }
            defer { close(file) }
            return try Self.firstLine(of: file, passphraseFile)
        }
        if let passphraseFd {
            return try SharedDescriptor.passphrase(of: passphraseFd) { try Self.firstLine(of: $0, "descriptor \($0)") }
        }
        return nil
    }

    static func firstLine(of file: Int32, _ name: String) throws -> Passphrase {
        var bytes = [UInt8](repeating: 0, count: 4096)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress.map { $0 + count }, 1) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw CommandFailure.impossible("cannot read \(name): \(String(cString: strerror(errno)))")
            }
            guard got == 1, bytes[count] != UInt8(ascii: "\n") else {
                return bytes.withUnsafeBytes { Passphrase(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
            count += 1
        }
        throw CommandFailure.impossible("the first line of \(name) is longer than 4095 bytes; is it a passphrase?")
    }
}
