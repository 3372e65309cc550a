import Foundation
import LedgerTesting

struct Report: Codable {
    let smoke: Bool
    let processor: Processor
    let cores: Int
    let figures: [Figure]

    var encoded: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return try encoder.encode(self)
        }
    }
}

extension Figure {
    private func write(_ value: Double) -> String {
        value >= 1000 ? String(format: "%.0f", value) : String(format: "%.3f", value)
    }

    fileprivate var cells: [String] {
        let goal: String =
            switch goal {
            case .atLeast(let limit)?: "≥ \(write(limit)) \(isReached == true ? "✓" : "✗")"
            case .atMost(let limit)?: "≤ \(write(limit)) \(isReached == true ? "✓" : "✗")"
            case nil: ""
            }
        return [
            name, write(value.median), "\(write(value.least))…\(write(value.most))", "\(value.count)", unit, goal, note,
        ]
    }

    var line: String { cells.joined(separator: "  ") }
}

extension [Figure] {
    /// Aligned columns.
    var table: String {
        let rows = [["case", "median", "spread", "n", "unit", "goal", "note"]] + map(\.cells)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}
