/// Why bytes are not the canonical encoding of a value.
public enum DecodingFault: Error, Equatable, Sendable {
    /// At `offset` bytes from the start stands something other than `expected`.
    case malformed(offset: Int, expected: String)
    /// A reward lists more credits than ``Reward/creditLimit``.
    case tooManyCredits(count: Int)
}

extension DecodingFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let offset, let expected): "byte \(offset): expected \(expected)"
        case .tooManyCredits(let count): "\(count) credits; at most \(Reward.creditLimit) are allowed"
        }
    }
}
