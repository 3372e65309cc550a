import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto

struct AttestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attest", abstract: "Put the hash of something on the chain, under a topic.",
        discussion: """
            The chain then proves that you knew the thing at that time. It gives the hash no meaning, and the same topic may be \
            attested again, by anybody. The hash of a file is the SHA-256 of its bytes, as sha256sum prints it.
            """)
    @Argument(help: "What it is about, 1…64 printable ASCII characters without spaces: minutes/2026-11") var topic:
        String
    @Argument(help: "The hash, 64 hex digits.") var hash: String?
    @Option(help: ArgumentHelp("Take the SHA-256 of this file.", valueName: "file")) var file: String?
    @OptionGroup var send: SendOptions

    func validate() throws {
        guard (hash == nil) != (file == nil) else {
            throw ValidationError("Give either a hash or --file FILE.")
        }
    }

    func run() async throws {
        guard let reference = Reference(topic) else {
            throw CommandFailure.refused("the topic '\(topic)' is not \(Reference.form)")
        }
        let digest = try digest()
        try await send.withContext { context in
            try await context.send([Attest(topic: reference, hash: digest)])
        }
    }

    private func digest() throws -> Digest {
        if let file { return try Self.sha256(ofFile: file) }
        guard let digest = hash.flatMap({ Digest(hex: $0) }) else {
            throw CommandFailure.refused("'\(hash ?? "")' is no hash; 64 hex digits are allowed, or --file FILE")
        }
        return digest
    }

    /// Reads the file in parts, so that its size does not matter.
    private static func sha256(ofFile path: String) throws -> Digest {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw CommandFailure.impossible("cannot open \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var hash = SHA256()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = part.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CommandFailure.impossible("cannot read \(path): \(String(cString: strerror(errno)))")
            }
            guard count > 0 else { return hash.finalize() }
            hash.update(Array(part[..<count]))
        }
    }
}
