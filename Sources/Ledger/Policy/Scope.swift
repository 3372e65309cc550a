/// One kind of reason that an issuer may pay for.
public enum ScopeItem: Hashable, Sendable {
    case ticketResolved
    case proposalAccepted
    case other(Category)
    /// Every `other`, whatever its category.
    case anyOther

    package func covers(_ reason: Reason) -> Bool {
        switch (self, reason) {
        case (.ticketResolved, .ticketResolved), (.proposalAccepted, .proposalAccepted), (.anyOther, .other): true
        case (.other(let mine), .other(let theirs)): mine == theirs
        default: false
        }
    }
}

extension ScopeItem: Comparable {
    public static func < (left: ScopeItem, right: ScopeItem) -> Bool {
        left.encoded.lexicographicallyPrecedes(right.encoded)
    }
}

extension ScopeItem: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .ticketResolved: encoder.write(uleb128: 0)
        case .proposalAccepted: encoder.write(uleb128: 1)
        case .other(let category):
            encoder.write(uleb128: 2)
            encoder.write(category)
        case .anyOther: encoder.write(uleb128: 3)
        }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        switch try decoder.readTag(of: 4, "a scope") {
        case 0: self = .ticketResolved
        case 1: self = .proposalAccepted
        case 2: self = .other(try Category(from: &decoder))
        default: self = .anyOther
        }
    }
}

extension ScopeItem: CustomStringConvertible {
    /// `ticketResolved`, `proposalAccepted`, `other:CATEGORY` or `other:*`.
    public var description: String {
        switch self {
        case .ticketResolved: "ticketResolved"
        case .proposalAccepted: "proposalAccepted"
        case .other(let category): "other:\(category)"
        case .anyOther: "other:*"
        }
    }

    /// Reads what ``description`` writes; nil for anything else.
    public init?(_ text: String) {
        if text == "other:*" {
            self = .anyOther
            return
        }
        switch Reason(text) {
        case .ticketResolved: self = .ticketResolved
        case .proposalAccepted: self = .proposalAccepted
        case .other(let category): self = .other(category)
        case nil: return nil
        }
    }
}
