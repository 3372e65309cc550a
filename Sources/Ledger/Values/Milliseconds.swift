/// A length of time in milliseconds.
public struct Milliseconds: Hashable, Comparable, Sendable {
    public let count: UInt64

    public init(_ count: UInt64) {
        self.count = count
    }

    public static let zero = Milliseconds(0)
    public static func seconds(_ count: UInt64) -> Milliseconds { Milliseconds(count * 1000) }
    public static func hours(_ count: UInt64) -> Milliseconds { Milliseconds(count * 3_600_000) }
    public static func days(_ count: UInt64) -> Milliseconds { Milliseconds(count * 86_400_000) }

    public static func < (left: Milliseconds, right: Milliseconds) -> Bool { left.count < right.count }
}

extension Milliseconds: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(count) }
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) { self.init(try decoder.readInteger()) }
}

extension Milliseconds: CustomStringConvertible {
    private static let units: [(suffix: String, count: UInt64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// The largest unit that divides it: `7d`, `36h`, `1500ms`.
    public var description: String {
        guard count > 0, let unit = Self.units.first(where: { count % $0.count == 0 }) else { return "0ms" }
        return "\(count / unit.count)\(unit.suffix)"
    }

    /// Reads a whole number and a unit: d, h, m, s or ms. Nil for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let suffix = text.dropFirst(digits.count)
        guard let number = UInt64(digits), let unit = Self.units.first(where: { $0.suffix == suffix }) else {
            return nil
        }
        let (count, overflow) = number.multipliedReportingOverflow(by: unit.count)
        guard !overflow else { return nil }
        self.init(count)
    }
}
