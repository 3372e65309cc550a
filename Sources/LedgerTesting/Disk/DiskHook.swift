import CFaultyDisk
import Glibc
import Synchronization

/// Leads SQLite's changes to the disk that a file is on.
enum DiskHook {
    private final class WeakDisk: Sendable {
        private let hidden: Mutex<Weak>
        struct Weak: Sendable { weak var disk: SimulatedDisk? }
        init(_ disk: SimulatedDisk) { hidden = Mutex(Weak(disk: disk)) }
        var disk: SimulatedDisk? { hidden.withLock { $0.disk } }
    }
    /// Put under SQLite once, whoever comes first.
    private static let layer: Void = faulty_disk_install { operation, path, bytes, count, offset, done in
        guard let path else { return FAULTY_DISK_UNTRACKED.rawValue }
        return DiskHook.ask(operation, String(cString: path), bytes, Int(count), Int(offset), done)
    }
    private static let disks = Mutex<[String: WeakDisk]>([:])

    static func install(_ disk: SimulatedDisk) {
        disks.withLock { $0[disk.folder] = WeakDisk(disk) }
        _ = layer
    }

    static func remove(_ folder: String) { _ = disks.withLock { $0.removeValue(forKey: folder) } }

    private static func ask(
        _ operation: Int32, _ path: String, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: Int,
        _ done: UnsafeMutablePointer<Int64>?
    ) -> Int32 {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        guard let disk = disks.withLock({ $0[folder]?.disk }) else { return FAULTY_DISK_UNTRACKED.rawValue }
        switch faulty_disk_operation(rawValue: numericCast(operation)) {
        case FAULTY_DISK_OPEN: return disk.open(path, makes: count == 1)
        case FAULTY_DISK_WRITE:
            return disk.write(path, UnsafeRawBufferPointer(start: bytes, count: count), offset, done)
        case FAULTY_DISK_TRUNCATE:
            return disk.decide(.truncate) { if $1 == .carryOut { $0.image.truncate(path, offset) } }
                .answer(faulty_disk_truncate_error)
        case FAULTY_DISK_CLOSE:
            disk.withState { $0.openFiles -= 1 }
            return FAULTY_DISK_CARRY_OUT.rawValue
        case FAULTY_DISK_SYNC:
            return disk.decide(.sync) { $0.sync(path, $1) }.answer(faulty_disk_sync_error)
        default:
            return disk.decide(.delete) { state, verdict in
                guard verdict == .carryOut else { return }
                state.image.remove(path)
                if count == 1 { state.image.syncNames() }
            }.answer(faulty_disk_delete_error)
        }
    }
}

extension SimulatedDisk {
    fileprivate func open(_ path: String, makes: Bool) -> Int32 {
        let isNew = makes && withState { !$0.image.has(path) }
        let answer =
            isNew
            ? decide(.create) { if $1 == .carryOut { $0.image.create(path) } }.answer(faulty_disk_open_error)
            : FAULTY_DISK_CARRY_OUT.rawValue
        if answer <= 0 { withState { $0.openFiles += 1 } }
        return answer
    }

    fileprivate func write(
        _ path: String, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ done: UnsafeMutablePointer<Int64>?
    ) -> Int32 {
        decide(.write) { state, verdict in
            let count = verdict.count(of: bytes.count)
            if count > 0 { state.image.write(path, offset, Array(bytes.prefix(count))) }
            done?.pointee = Int64(count)
        }.answer(faulty_disk_write_error)
    }
}

extension DiskVerdict {
    /// As the layer under SQLite wants it.
    fileprivate func answer(_ ioError: Int32) -> Int32 {
        switch self {
        case .carryOut: FAULTY_DISK_CARRY_OUT.rawValue
        case .pretend: FAULTY_DISK_PRETEND.rawValue
        case .fail(ENOSPC, _): faulty_disk_full
        case .fail: ioError
        }
    }
}
