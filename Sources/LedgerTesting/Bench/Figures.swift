/// Measurements of one thing: the median, and how far they spread.
package struct Spread: Codable, Sendable {
    package let median: Double
    package let least: Double
    package let most: Double
    package let count: Int

    /// - Precondition: at least one value.
    package init(_ values: [Double]) {
        precondition(!values.isEmpty, "a median of nothing")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        least = sorted[0]
        most = sorted[sorted.count - 1]
        count = sorted.count
    }

    /// The value that `share` of all values do not exceed (nearest rank).
    package static func percentile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
}

/// One line of a benchmark's table.
package struct Figure: Codable, Sendable {
    package enum Goal: Codable, Sendable {
        case atLeast(Double)
        case atMost(Double)
    }

    package let name: String
    package let value: Spread
    package let unit: String
    /// Nil where there is none, or where the run is too small for it to mean anything.
    package let goal: Goal?
    package let note: String

    package init(_ name: String, _ values: [Double], _ unit: String, _ goal: Goal? = nil, note: String = "") {
        self.name = name
        value = Spread(values)
        self.unit = unit
        self.goal = goal
        self.note = note
    }

    package var isReached: Bool? {
        switch goal {
        case .atLeast(let limit)?: value.median >= limit
        case .atMost(let limit)?: value.median <= limit
        case nil: nil
        }
    }
}
