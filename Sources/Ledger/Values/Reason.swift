/// What kind of work a reward is for.
public enum Reason: Hashable, Sendable {
    case ticketResolved
    case proposalAccepted
    case other(Category)
}

extension Reason: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .ticketResolved: encoder.write(uleb128: 0)
        case .proposalAccepted: encoder.write(uleb128: 1)
        case .other(let category):
            encoder.write(uleb128: 2)
            encoder.write(category)
        }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        switch try decoder.readTag(of: 3, "a reason") {
        case 0: self = .ticketResolved
        case 1: self = .proposalAccepted
        default: self = .other(try Category(from: &decoder))
        }
    }
}

extension Reason: CustomStringConvertible {
    /// `ticketResolved`, `proposalAccepted` or `other:CATEGORY`.
    public var description: String {
        switch self {
        case .ticketResolved: "ticketResolved"
        case .proposalAccepted: "proposalAccepted"
        case .other(let category): "other:\(category)"
        }
    }

    /// Reads what ``description`` writes; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "ticketResolved": self = .ticketResolved
        case "proposalAccepted": self = .proposalAccepted
        default:
            guard text.hasPrefix("other:"), let category = Category(String(text.dropFirst(6))) else { return nil }
            self = .other(category)
        }
    }
}
