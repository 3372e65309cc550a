/// What keeps a key from being made or used, though nothing is wrong with the input.
public enum CryptoError: Error, Equatable, CustomStringConvertible {
    /// `RAND_bytes` failed for this many bytes.
    case randomUnavailable(byteCount: Int)
    /// libsecp256k1 made no signature, which for a valid key has a chance of about 2^-128.
    case signingFailed
    /// The system would still write the memory with its keys to a core file.
    case dumpable(code: Int32)

    public var description: String {
        switch self {
        case .randomUnavailable(let byteCount):
            "the system's random generator (RAND_bytes of libcrypto) gave no \(byteCount) bytes; "
                + "check that /dev/urandom or getrandom(2) can be used here"
        case .signingFailed:
            "libsecp256k1 made no signature; signing again takes fresh randomness"
        case .dumpable(let code):
            "the system does not let this process forbid core dumps (errno \(code)), which would hold its keys; "
                + "allow prctl(PR_SET_DUMPABLE) and setrlimit(RLIMIT_CORE) here"
        }
    }
}
