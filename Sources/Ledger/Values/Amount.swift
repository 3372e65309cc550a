/// An amount of the token in minor units, 0…2¹²⁸−1. Arithmetic is checked.
public struct Amount: Hashable, Comparable, Sendable {
    // Two words take 16 bytes wherever they stand. A UInt128 must stand at a multiple of 16, which would pad every record that holds one.
    private let high, low: UInt64

    public init(_ units: UInt128) {
        (high, low) = (UInt64(truncatingIfNeeded: units >> 64), UInt64(truncatingIfNeeded: units))
    }

    public var units: UInt128 { UInt128(high) << 64 | UInt128(low) }

    public static let zero = Amount(0)

    public static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    /// The sum, or nil where it is over 2¹²⁸−1.
    public func adding(_ other: Amount) -> Amount? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Amount(sum)
    }

    /// The difference, or nil where `other` is larger.
    public func subtracting(_ other: Amount) -> Amount? {
        other.units <= units ? Amount(units - other.units) : nil
    }

    /// For sums that the rules have already bounded. A trap here is a bug in the rules.
    static func += (left: inout Amount, right: Amount) { left = Amount(left.units + right.units) }
    static func -= (left: inout Amount, right: Amount) { left = Amount(left.units - right.units) }
}

extension Amount: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(units) }
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) { self.init(try decoder.readInteger()) }
}

extension Amount: CustomStringConvertible {
    /// Minor units as a decimal number.
    public var description: String { String(units) }
}
