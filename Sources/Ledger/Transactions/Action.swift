/// What a transaction does. A kind of action is one file in `Transactions/` (what it is), one in `Rules/` (what it
/// does), and its line here.
public struct Action: Sendable {
    /// The kinds in order of their tags, which each of them states. A tag is never used again for anything else; tag 11 is
    /// kept for an action of a later version, and is malformed in this one.
    package static let kinds: [any ActionBody.Type] = [
        Reward.self,  // 0
        Transfer.self,  // 1
        Burn.self,  // 2
        Revoke.self,  // 3
        Register.self,  // 4
        Bind.self,  // 5
        Reveal.self,  // 6
        Rotate.self,  // 7
        Merge.self,  // 8
        SetIssuer.self,  // 9
        SetPolicy.self,  // 10
        Attest.self,  // 12
    ]

    /// The kinds by tag; nil where no kind has it.
    private static let byTag: [(any ActionBody.Type)?] = {
        var table: [(any ActionBody.Type)?] = Array(repeating: nil, count: (kinds.map { $0.tag }.max() ?? 0) + 1)
        for kind in kinds {
            precondition(table[kind.tag] == nil, "two kinds of actions have tag \(kind.tag)")
            table[kind.tag] = kind
        }
        return table
    }()

    /// Of the kind with the shortest contents, with its tag.
    static let leastByteCount: Int = {
        let sizes = kinds.map { kind in
            var encoder = CanonicalEncoder()
            encoder.write(uleb128: kind.tag)
            return encoder.byteCount + kind.leastByteCount
        }
        return sizes.min() ?? 0
    }()

    public let body: any ActionBody

    public init(_ body: any ActionBody) {
        self.body = body
    }

    public var name: String { type(of: body).name }
}

/// The contents and the rules of one kind of action.
public protocol ActionBody: Canonical {
    /// What tells the kind in the encoding.
    static var tag: Int { get }
    /// The name in files, answers and messages: `setIssuer`.
    static var name: String { get }
    /// The size of the shortest contents that decode. It bounds how many transactions so many bytes may claim to be.
    static var leastByteCount: Int { get }

    /// The contents in words and values, for people and JSON.
    var fields: [Field] { get }

    /// The rules that need no state, in order of precedence.
    func validate(sender: AccountID) throws(Rejection)
    /// Who must sign: the sender, unless said otherwise.
    func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers
    /// The rules of this action, in order of precedence. Changes nothing.
    func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection)
    /// Asks the processor for accounts and references that the rules will look up: for none, unless said otherwise.
    func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState)
    /// Changes the state. Called only after ``check(_:in:)`` passed on the same state, so it can't fail.
    func apply(_ context: ApplyContext, to state: inout LedgerState)
}

extension ActionBody {
    public func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState) {}

    public func validate(sender: AccountID) throws(Rejection) {}

    public func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        Signers(try state.requireAuthenticator(of: context.sender, at: context.time))
    }
}

/// The rules of its body, each called where the body lies: from further out, the compiler copies it first, and counts references.
extension Action {
    func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState) { body.prefetch(round, in: state) }

    func validate(sender: AccountID) throws(Rejection) { try body.validate(sender: sender) }

    func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        try body.signers(context, in: state)
    }

    func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try body.check(context, in: state)
    }

    func apply(_ context: ApplyContext, to state: inout LedgerState) { body.apply(context, to: &state) }
}

extension Action: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(uleb128: type(of: body).tag)
        body.encode(to: &encoder)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        body = try Self.readKind(from: &decoder).init(from: &decoder)
    }

    /// Reads the tag, and gives the kind that has it.
    static func readKind(from decoder: inout CanonicalDecoder) throws(DecodingFault) -> any ActionBody.Type {
        let start = decoder.offset
        let tag = try decoder.readULEB128()
        guard tag < byTag.count, let kind = byTag[tag] else {
            let free = byTag.indices.filter { byTag[$0] == nil }.map { " without \($0)" }.joined()
            throw decoder.fault(at: start, "the tag of an action, 0…\(byTag.count - 1)\(free), got \(tag)")
        }
        return kind
    }
}

extension Action: Equatable {
    public static func == (left: Action, right: Action) -> Bool { left.encoded == right.encoded }
}
