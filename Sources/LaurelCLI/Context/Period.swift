import ArgumentParser
import Ledger

/// A span of time that a command looks at, in UTC.
struct PeriodOptions: ParsableArguments {
    @Option(help: "A year, a month or a day in UTC: 2026, 2026-05, 2026-05-31.") var period: String?
    @Option(help: "From the beginning of this year, month, day or moment on.") var since: String?
    @Option(help: "Up to the beginning of this year, month, day or moment.") var before: String?

    func validate() throws {
        guard period == nil || (since == nil && before == nil) else {
            throw ValidationError("Give --period, or --since and --before, not both.")
        }
        for (option, text) in [("--period", period), ("--since", since), ("--before", before)] {
            if let text, UTCSpan(text) == nil {
                throw ValidationError(
                    "\(option) is '\(text)'; allowed is a year, month, day or moment in UTC, such as 2026, 2026-05, "
                        + "2026-05-31 or 2026-05-31T12:00:00Z.")
            }
        }
    }

    /// Its beginning, and the first moment that is no longer in it; nil where there is no bound.
    var times: (from: Timestamp?, before: Timestamp?) {
        if let span = period.flatMap({ UTCSpan($0) }) { return (span.start, span.end) }
        return (since.flatMap { UTCSpan($0) }?.start, before.flatMap { UTCSpan($0) }?.start)
    }

    /// The span in words: "in 2026-05", "since 2026-05-31"; empty where there is no bound.
    var words: String {
        if let period { return "in \(period)" }
        return [since.map { "since \($0)" }, before.map { "before \($0)" }].compactMap { $0 }.joined(separator: ", ")
    }
}

/// A year, a month or a day as people write it, or a moment.
struct UTCSpan: Equatable {
    let start: Timestamp
    /// The first moment after it; of a moment, itself.
    let end: Timestamp

    init?(_ text: String) {
        if text.contains("T") {
            guard let moment = Timestamp(iso8601: text) else { return nil }
            (start, end) = (moment, moment)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let lengths = [4, 2, 2]
        guard (1...3).contains(parts.count), zip(parts, lengths).allSatisfy({ $0.utf8.count == $1 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let (year, month, day) = (numbers[0], numbers.count > 1 ? numbers[1] : 1, numbers.count > 2 ? numbers[2] : 1)
        guard let start = Self.day(year, month, day) else { return nil }
        let end: Timestamp? =
            switch numbers.count {
            case 1: Self.day(year + 1, 1, 1)
            case 2: month == 12 ? Self.day(year + 1, 1, 1) : Self.day(year, month + 1, 1)
            default: start.adding(.days(1))
            }
        self.start = start
        self.end = end ?? .latest
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return Timestamp(iso8601: "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T00:00:00Z")
    }
}
