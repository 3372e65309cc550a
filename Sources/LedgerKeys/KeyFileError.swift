public import LedgerCrypto
public import LedgerFiles

/// Why a key file cannot be read, opened or kept. No case holds anything secret.
public enum KeyFileError: Error, Equatable {
    /// More bytes than a key file may have.
    case tooLarge(byteCount: Int)
    /// Not JSON, or a field is missing or of the wrong kind. Fields beside the known ones mean nothing.
    case malformed(reason: String)
    /// A `format` that this version does not know.
    case unknownFormat(String)
    /// A `kdf.name` or `cipher.name` that the format does not have.
    case unknownAlgorithm(field: String, got: String, known: String)
    /// A field that is not hex of so many bytes.
    case badHex(field: String, byteCount: Int)
    /// A cost of derivation that is refused before any work is done.
    case costOutOfRange(field: String, got: Int, allowed: String)
    /// scrypt or the cipher found no memory.
    case derivationFailed(byteCount: Int)
    /// The passphrase is another one, or a byte of the file has changed: cryptography cannot tell the two apart.
    case wrongPassphraseOrDamaged(PublicKey)
    /// The file is genuine, yet its secret is not the one of its public key.
    case otherKey(claimed: PublicKey, sealed: PublicKey)
    /// Not a name for a key.
    case badName(String)
    /// No key of that name; `known` are the names that there are.
    case missing(name: String, folder: String, known: [String])
    /// A key of that name is there already and was left as it is.
    case exists(name: String, path: String)
    /// Others than its owner may read or write the file; `mode` is its permission bits.
    case exposed(path: String, mode: UInt32)
    /// The file at `path` is not a good key file.
    indirect case inFile(path: String, KeyFileError)
    /// The operating system refused.
    case file(FileError)
    /// The system gave no randomness.
    case crypto(CryptoError)
}

extension KeyFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let byteCount):
            "the key file is \(byteCount) bytes, at most \(KeyFile.maximumByteCount) are allowed; is it a key file?"
        case .malformed(let reason):
            "this is no key file of the format \(KeyFile.format): \(reason)"
        case .unknownFormat(let format):
            "the key file has the format '\(Self.shown(format))', this version knows only '\(KeyFile.format)'"
        case .unknownAlgorithm(let field, let got, let known):
            "the key file's \(field) is '\(Self.shown(got))', the format \(KeyFile.format) has only '\(known)'"
        case .badHex(let field, let byteCount):
            "the key file's \(field) is not \(2 * byteCount) hex digits (\(byteCount) bytes); restore it from a backup"
        case .costOutOfRange(let field, let got, let allowed):
            "\(field) is \(got), allowed is \(allowed)"
        case .derivationFailed(let byteCount):
            "deriving the key needs \(byteCount >> 20) MiB of memory, which the system did not give; close something"
        case .wrongPassphraseOrDamaged(let publicKey):
            "the key file of \(publicKey) does not open: the passphrase is wrong, or the file was changed or damaged "
                + "(which of the two cannot be told); try the passphrase again, then a backup of the file"
        case .otherKey(let claimed, let sealed):
            "the key file claims the public key \(claimed), but its secret belongs to \(sealed); "
                + "it was written by a faulty program"
        case .badName(let name):
            "'\(Self.shown(name))' cannot name a key: allowed are 1 to 64 of a-z 0-9 . _ - and no dot in front"
        case .missing(let name, let folder, let known):
            "there is no key '\(name)' in \(folder); "
                + (known.isEmpty ? "there are none at all" : "there are: \(known.joined(separator: ", "))")
        case .exists(let name, let path):
            "there is already a key '\(name)' at \(path), which was left as it is; choose another name"
        case .exposed(let path, let mode):
            "\(path) has the mode \(String(mode, radix: 8)), so that others than its owner can get at the key; "
                + "allowed is 600: run chmod 600 '\(path)', and think of replacing the key"
        case .inFile(let path, let error): "\(path): \(error)"
        case .file(let error): "\(error)"
        case .crypto(let error): "\(error)"
        }
    }

    /// Text from outside, cut short and on one line.
    private static func shown(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(40)
        let shown = start.reduce(into: "") { $0 += $1.escaped(asASCII: true) }
        return start.endIndex == text.unicodeScalars.endIndex ? shown : shown + "…"
    }
}
