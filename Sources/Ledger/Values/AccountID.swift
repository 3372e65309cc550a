public import LedgerCrypto

/// Who can hold tokens: a kind and 32 bytes, so the kind is always known.
public struct AccountID: Hashable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// An x-only public key, which signs for the account with no set-up.
        case key = 0
        /// The hash of a name such as `github:alice`. Nobody signs for it until a registrar binds a key.
        case handle = 1
        /// The hash of a k-of-n ``Authenticator``, revealed by the account's first transaction.
        case threshold = 2
    }

    public let body: Digest
    public let kind: Kind

    private init(_ kind: Kind, _ body: Digest) {
        self.kind = kind
        self.body = body
    }

    static let byteCount = 33
    static let prefix = "laurel"
    private static let handleTag = TaggedHash("laurel/handle")
    private static let thresholdTag = TaggedHash("laurel/threshold")

    public static func key(_ key: PublicKey) -> AccountID {
        AccountID(.key, key.withUnsafeBytes { Digest(copying: $0) })
    }

    public static func handle(_ handle: Handle) -> AccountID {
        AccountID(.handle, handleTag.hash(Array(handle.text.utf8)))
    }

    public static func threshold(_ authenticator: Authenticator) -> AccountID {
        AccountID(.threshold, thresholdTag.hash(authenticator.encoded))
    }

    /// The key of a key account.
    public var ownKey: PublicKey? {
        kind == .key ? body.withUnsafeBytes { PublicKey(copying: $0) } : nil
    }
}

extension AccountID: Comparable {
    /// The order of the encodings: by kind, then by bytes.
    public static func < (left: AccountID, right: AccountID) -> Bool {
        left.kind == right.kind ? left.body < right.body : left.kind.rawValue < right.kind.rawValue
    }
}

extension AccountID: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(byte: kind.rawValue)
        encoder.write(body)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let tag = try decoder.readByte("an account")
        guard let kind = Kind(rawValue: tag) else {
            throw decoder.fault(at: start, "the tag of an account, 0…2, got \(tag)")
        }
        self.init(kind, try decoder.readDigest())
    }
}

extension AccountID: CustomStringConvertible {
    /// The account as bech32m: `laurel1…`, 66 characters.
    public var description: String { Bech32m.encode(prefix: Self.prefix, encoded) }

    /// Reads `laurel1…`. A mistyped character is named with its place.
    public init(text: String) throws(AccountFault) {
        let payload: [UInt8]
        do { payload = try Bech32m.decode(text, prefix: Self.prefix) } catch { throw .notBech32m(text, error) }
        do { self = try AccountID(decoding: payload) } catch { throw .notAnAccount(text, error) }
    }
}

/// Why a text is not an account id.
public enum AccountFault: Error, Equatable, CustomStringConvertible {
    case notBech32m(String, Bech32mError)
    case notAnAccount(String, DecodingFault)

    public var description: String {
        switch self {
        case .notBech32m(let text, let error): "'\(text)' is not an account id: \(error)"
        case .notAnAccount(let text, let fault): "'\(text)' is well-formed bech32m but not an account id: \(fault)"
        }
    }
}

extension AccountID {
    /// Feeds one word, which the process's secret words went into, where the compiler's own would feed five values one after the other: a
    /// node looks a sender up for each transaction.
    public func hash(into hasher: inout Hasher) { hasher.combine(hashed(by: .ofProcess)) }
}
