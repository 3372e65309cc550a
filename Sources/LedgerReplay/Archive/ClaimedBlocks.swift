/// The blocks of a source, about as many as whoever sends them claims to have.
///
/// A node tells its height just before it sends its archive. Some thousand further blocks can't have come meanwhile, so a chain that goes on
/// beyond that is made up as it is sent, and may never end.
package struct ClaimedBlocks<Source: BlockSource>: BlockSource {
    /// The source gave more blocks than it can have.
    package struct Excess: Error, Equatable, CustomStringConvertible {
        package let claimed: UInt64
        package let height: UInt64
        package var description: String {
            "it goes on after block \(height), although whoever sends it said that block \(claimed) is the last"
        }
    }

    private var source: Source
    private let claimed: UInt64
    private let slack: UInt64
    private var height: UInt64 = 0

    package init(_ source: Source, claimed: UInt64, slack: UInt64 = 10_000) {
        (self.source, self.claimed, self.slack) = (source, claimed, slack)
    }

    /// - Throws: ``Excess``, or what the source throws.
    package mutating func next() throws -> [UInt8]? {
        guard let block = try source.next() else { return nil }
        let (limit, overflow) = claimed.addingReportingOverflow(slack)
        guard overflow || height < limit else { throw Excess(claimed: claimed, height: height) }
        height += 1
        return block
    }
}
