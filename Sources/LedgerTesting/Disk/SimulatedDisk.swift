import Foundation
import Synchronization

/// A folder on a disk that fails on demand and can lose its power.
///
/// It stands between SQLite and the real files of the folder, and between ``AtomicFile`` and them (``calls``). Every change is carried out
/// for real and written down, with what a sync has made durable; so a test can say at which change what goes wrong, and ``losePower(_:)`` puts
/// the folder into one of the states that a real disk could be in. Nothing is really synced.
package final class SimulatedDisk: Sendable {
    package let folder: String
    private let state: Mutex<State>

    struct State: Sendable {
        var image: DiskImage
        var fault: DiskFault?
        var steps = 0
        /// Nothing happens any more.
        var isDead = false
        var open: [Int32: String] = [:]
        /// How many of SQLite's files are open.
        var openFiles = 0
    }

    /// Takes what the folder holds as durable. Files that were opened before are not followed.
    package init(_ folder: String) throws {
        self.folder = folder
        state = Mutex(State(image: DiskImage(try Self.contents(folder))))
        DiskHook.install(self)
    }

    deinit { DiskHook.remove(folder) }

    /// From now on counts changes, and fails at the one that `fault` names; nil only counts.
    package func arm(_ fault: DiskFault?) {
        state.withLock {
            $0.steps = 0
            $0.fault = fault
        }
    }

    /// The disk works again.
    package func lift() { arm(nil) }

    /// How many changes were asked for since ``arm(_:)``.
    package var steps: Int { state.withLock { $0.steps } }

    /// Returns once SQLite has closed all files of the folder.
    package func waitUntilClosed() async {
        while state.withLock({ $0.openFiles > 0 }) { await Task.yield() }
    }

    /// The process is about to be killed: nothing that it still does reaches the disk. To be followed by ``revive()`` or ``losePower(_:)``,
    /// once nobody has a file open.
    package func freeze() { state.withLock { $0.isDead = true } }

    /// Another process may go on with what the killed one left: all of it is there, synced or not.
    package func revive() {
        state.withLock {
            $0.isDead = false
            $0.fault = nil
            $0.open = [:]
        }
    }

    /// The machine went down. Puts the folder into a state that it may be found in.
    package func losePower(_ random: inout some RandomNumberGenerator) throws {
        let survivors = state.withLock { $0.image.survivors(&random) }
        for path in try Self.files(folder) { try FileManager.default.removeItem(atPath: path) }
        for (path, bytes) in survivors { try Data(bytes).write(to: URL(filePath: path)) }
        state.withLock { $0.image = DiskImage(survivors) }
        revive()
    }

    func decide(_ change: DiskChange, _ body: (inout State, DiskVerdict) -> Void) -> DiskVerdict {
        state.withLock { state in
            let verdict = state.verdict(change)
            body(&state, verdict)
            return verdict
        }
    }

    func withState<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value { state.withLock(body) }
}

extension SimulatedDisk.State {
    mutating func verdict(_ change: DiskChange) -> DiskVerdict {
        guard !isDead else { return .fail(EIO) }
        steps += 1
        guard let fault, steps >= fault.step else { return .carryOut }
        let isFirst = steps == fault.step
        let adds = change == .create || change == .write
        switch fault.kind {
        case .broken: return .fail(EIO)
        case .glitch: return isFirst ? .fail(EIO) : .carryOut
        case .full: return adds ? .fail(ENOSPC) : .carryOut
        case .half: return adds ? .fail(ENOSPC, half: isFirst && change == .write) : .carryOut
        // A file that was not made can't be written to: that would show at once.
        case .lie: return isFirst && change != .create ? .pretend : .carryOut
        case .deaf: return change == .sync || change == .syncFolder ? .pretend : .carryOut
        case .end:
            isDead = true
            return .fail(EIO)
        }
    }
}

extension SimulatedDisk {
    /// The files that a disk keeps. The shared memory of SQLite's log and the lock are the running machine's.
    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "lock" }.map { "\(folder)/\($0)" }
    }

    private static func contents(_ folder: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for path in try files(folder) where !path.hasSuffix("-shm") {
            contents[path] = Array(try Data(contentsOf: URL(filePath: path)))
        }
        return contents
    }
}
