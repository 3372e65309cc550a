public import Ledger

/// Everything that is wrong with a genesis file, so that one reading is enough to mend it.
public struct GenesisFaults: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one. First what can't be read, in order of the file's definition, then what is out of range.
    public let faults: [PolicyFault]

    /// A line for each fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
