import Ledger

/// The sums of all pending credits after the last blocks, by height.
///
/// They are not in the file: the writer knows them, from the state that it loaded and the blocks that it wrote. A reader may stand some
/// blocks behind the writer, so more than one is kept; who stands further behind adds up all accounts.
struct PendingSums: Sendable {
    private static let count: UInt64 = 256
    private var sums: [UInt64: Amount] = [:]

    subscript(height: UInt64) -> Amount? {
        get { sums[height] }
        set {
            sums[height] = newValue
            guard sums.count > Self.count else { return }
            sums = sums.filter { $0.key <= height && height - $0.key < Self.count }
        }
    }
}
