import Glibc
import LedgerReplay
import Synchronization

/// The line on the terminal that says how far a replay has come.
final class AuditProgress: Sendable {
    enum Total: Sendable {
        case height(UInt64)
        case bytes(UInt64)
    }

    private let start = ContinuousClock.now
    private let known = Mutex<Total?>(nil)

    static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    var total: Total? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    func show(_ progress: ReplayProgress) {
        guard Terminal.isError else { return }
        let seconds = max(seconds, 0.001)
        let part: Double =
            switch total {
            case .height(let height) where height > 0: Double(progress.height) / Double(height)
            case .bytes(let bytes) where bytes > 0: Double(progress.bytes) / Double(bytes)
            default: 0
            }
        let rate = Int(Double(progress.signatures) / seconds)
        let filled = Int(min(part, 1) * 24)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
        let remaining = part > 0.01 ? ", \(Int((seconds / part - seconds).rounded(.up))) s left" : ""
        Terminal.progress("[\(bar)] block \(progress.height), \(rate) signatures/s\(remaining)")
    }

    func end() { Terminal.progress("") }
}
