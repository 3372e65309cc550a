/// A moment in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let milliseconds: UInt64

    public init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    /// 9999-12-31T23:59:59.999Z, the last moment that a genesis or block may carry.
    public static let latest = Timestamp(milliseconds: 253_402_300_799_999)

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `duration` later, at most the end of the number range.
    public func adding(_ duration: Milliseconds) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(duration.count)
        return Timestamp(milliseconds: overflow ? .max : sum)
    }
}

extension Timestamp: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(milliseconds) }
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        self.init(milliseconds: try decoder.readInteger())
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds: `2026-01-31T12:00:00.000Z`.
    public var description: String {
        guard self <= .latest else { return "\(milliseconds) ms" }
        let (days, millisecond) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = CivilDate.from(daysSinceEpoch: Int(days))
        let seconds = Int(millisecond) / 1000
        return CivilDate.pad(year, 4) + "-" + CivilDate.pad(month, 2) + "-" + CivilDate.pad(day, 2) + "T"
            + CivilDate.pad(seconds / 3600, 2) + ":" + CivilDate.pad(seconds / 60 % 60, 2) + ":"
            + CivilDate.pad(seconds % 60, 2) + "." + CivilDate.pad(Int(millisecond) % 1000, 3) + "Z"
    }

    /// Reads `2026-01-31T12:00:00Z`, with or without milliseconds; nil for anything else.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { (0x30...0x39).contains($0) }
                ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
        }
        let separators: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
        guard separators.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }),
            bytes.count == 20 || bytes[19] == UInt8(ascii: "."),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let millisecond = bytes.count == 24 ? number(20..<23) : 0,
            year >= 1970, hour < 24, minute < 60, second < 60
        else { return nil }
        guard let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day) else { return nil }
        self.init(milliseconds: UInt64((days * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + millisecond))
    }
}

/// Days and dates of the proleptic Gregorian calendar, after Howard Hinnant's `chrono`-compatible algorithms.
enum CivilDate {
    static func from(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Nil where there is no such date.
    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let back = from(daysSinceEpoch: days)
        return back.month == month && back.day == day ? days : nil
    }

    static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
