/// A value that an endpoint takes beside a body.
struct EndpointParameter: Sendable {
    enum Place: String, Sendable {
        case path
        case query
        case header
    }

    let name: String
    let place: Place
    let description: String
    /// What it may be, as a JSON Schema.
    let schema: String

    /// - Parameter schema: what it may be, as a JSON Schema.
    init(_ name: String, in place: Place, _ description: String, schema: String) {
        (self.name, self.place, self.description, self.schema) = (name, place, description, schema)
    }

    private static let anyNumber = #"{"type": "integer", "minimum": 0, "maximum": 9223372036854775807}"#
    private static let anyHeight = #"{"type": "integer", "minimum": 1, "maximum": 9223372036854775807}"#

    static let account = EndpointParameter(
        "id", in: .path, "laurel1… or a handle platform:name.",
        schema: #"{"type": "string", "minLength": 3, "maxLength": 128}"#)
    static let transaction = EndpointParameter(
        "id", in: .path, "The transaction's id.", schema: #"{"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}"#)
    static let height = EndpointParameter("height", in: .path, "The height.", schema: anyHeight)

    static let order = EndpointParameter(
        "order", in: .query, "earned unless given.",
        schema: #"{"type": "string", "enum": ["earned", "balance", "index"]}"#)
    /// Where a page of an order goes on.
    static let orderCursor = EndpointParameter(
        "cursor", in: .query, "The next of the page before, in the same order.",
        schema: #"{"type": "string", "pattern": "^[0-9]+(-[0-9]+){0,3}$", "maxLength": 128}"#)
    /// Where a page of a list by number goes on.
    static let cursor = EndpointParameter("cursor", in: .query, "The next of the page before.", schema: anyNumber)
    static let from = EndpointParameter("from", in: .query, "The first height; 1 unless given.", schema: anyHeight)
    static let wait = EndpointParameter(
        "wait", in: .query, "Whether to answer only when it is committed; true unless given.",
        schema: #"{"type": "boolean"}"#)

    static func limit(_ usual: Int, most: Int, _ more: String = "") -> EndpointParameter {
        EndpointParameter(
            "limit", in: .query, "How many at most; \(usual) unless given.\(more)",
            schema: #"{"type": "integer", "minimum": 1, "maximum": \#(most)}"#)
    }

    private static let anyTime = #"{"type": "integer", "minimum": 0, "maximum": 253402300799999}"#
    private static let anyReference = #"{"type": "string", "minLength": 1, "maxLength": 64}"#
    private static let anyReason = #"{"type": "string", "maxLength": 64}"#
    private static let anyAccount = #"{"type": "string", "minLength": 3, "maxLength": 128}"#

    static let issuer = EndpointParameter("issuer", in: .query, "Only what this account issued.", schema: anyAccount)
    static let recipient = EndpointParameter("to", in: .query, "Only what this account was paid.", schema: anyAccount)
    static let reason = EndpointParameter(
        "reason", in: .query, "Only for this: ticketResolved, proposalAccepted or other:CATEGORY.", schema: anyReason)
    static let reference = EndpointParameter("reference", in: .query, "Only under this.", schema: anyReference)
    static let fromTime = EndpointParameter(
        "from", in: .query, "Only from blocks of this time in ms or later.", schema: anyTime)
    static let beforeTime = EndpointParameter(
        "before", in: .query, "Only from blocks before this time in ms.", schema: anyTime)
    static let rewardStatus = EndpointParameter(
        "status", in: .query, "Only what is pending, or any; any unless given.",
        schema: #"{"type": "string", "enum": ["any", "pending"]}"#)
    static let rewardCursor = EndpointParameter(
        "cursor", in: .query, "The next of the page before.",
        schema: #"{"type": "string", "pattern": "^[0-9]+-[0-9]+$", "maxLength": 128}"#)
    static let paidReference = EndpointParameter(
        "reference", in: .path, "A ticket number, a proposal, an event.", schema: anyReference)
    static let paidReason = EndpointParameter(
        "reason", in: .query, "As what; unless given, a ticket, a proposal or a category of the policy.",
        schema: anyReason)

    static let lastEvent = EndpointParameter(
        "Last-Event-ID", in: .header, "The height after which they begin; the head unless given.", schema: anyNumber)
}

/// What an endpoint answers with.
struct EndpointAnswer: Sendable {
    let description: String
    /// The preferred first.
    let kinds: [MediaKind]
    /// Of its JSON, the names among ``OpenAPI``'s schemas of which it is one; any object where there are none.
    let schemas: [String]

    private init(_ description: String, _ kinds: [MediaKind], _ schemas: [String] = []) {
        (self.description, self.kinds, self.schemas) = (description, kinds, schemas)
    }

    static func json(_ description: String, _ schemas: String..., or others: [MediaKind] = []) -> EndpointAnswer {
        EndpointAnswer(description, [.json] + others, schemas)
    }

    static func octets(_ description: String) -> EndpointAnswer { EndpointAnswer(description, [.octets]) }
    static func text(_ description: String) -> EndpointAnswer { EndpointAnswer(description, [.text]) }
    static func events(_ description: String) -> EndpointAnswer { EndpointAnswer(description, [.events]) }
}
