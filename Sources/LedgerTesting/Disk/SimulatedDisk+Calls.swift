import Glibc
import LedgerCrypto
package import LedgerFiles

extension SimulatedDisk {
    /// Writes small files through this disk.
    package var calls: FileCalls {
        FileCalls(
            create: { [self] path, mode in
                guard obey(.create, { if $1 == .carryOut { $0.image.create(path) } }) else { return -1 }
                let file = FileCalls.system.create(path, mode)
                withState { $0.open[file] = path }
                return file
            },
            write: { [self] file, bytes in
                let verdict = decide(.write) { state, verdict in
                    guard let path = state.open[file] else { return }
                    state.image.append(path, Array(bytes.prefix(verdict.count(of: bytes.count))))
                }
                switch verdict {
                case .carryOut: return FileCalls.system.write(file, bytes)
                case .pretend: return bytes.count
                case .fail(_, half: true):
                    return FileCalls.system.write(file, .init(rebasing: bytes.prefix(bytes.count / 2)))
                case .fail(let code, half: false):
                    errno = code
                    return -1
                }
            },
            sync: { [self] file in
                obey(.sync) { state, verdict in
                    guard let path = state.open[file] else { return }
                    state.sync(path, verdict)
                } ? 0 : -1
            },
            rename: { [self] from, to in
                let verdict = decide(.rename) { if $1 == .carryOut { $0.image.rename(from, to) } }
                guard verdict == .carryOut else { return verdict.result }
                return FileCalls.system.rename(from, to)
            },
            syncFolder: { [self] _ in obey(.syncFolder) { if $1 == .carryOut { $0.image.syncNames() } } ? 0 : -1 },
            overwrite: { [self] path, offset, bytes in
                var arriving: [UInt8] = []
                let verdict = decide(.write) { state, verdict in
                    arriving = Array(bytes.prefix(verdict.count(of: bytes.count)))
                    state.image.write(path, offset, arriving)
                }
                guard FileCalls.overwrite(path, offset, arriving, syncs: false) == 0, verdict.result == 0 else {
                    return -1
                }
                return obey(.sync) { state, verdict in state.sync(path, verdict) } ? 0 : -1
            })
    }

    /// Whether the change counts as done; sets `errno` where not.
    private func obey(_ change: DiskChange, _ body: (inout State, DiskVerdict) -> Void) -> Bool {
        decide(change, body).result == 0
    }
}

extension DiskVerdict {
    /// How many bytes arrive of a write of `all`.
    func count(of all: Int) -> Int {
        switch self {
        case .carryOut: all
        case .fail(_, half: true): all / 2
        case .pretend, .fail: 0
        }
    }

    /// As a call of the operating system returns it.
    fileprivate var result: Int32 {
        guard case .fail(let code, _) = self else { return 0 }
        errno = code
        return -1
    }
}

extension SimulatedDisk.State {
    mutating func sync(_ path: String, _ verdict: DiskVerdict) {
        switch verdict {
        case .carryOut: image.sync(path)
        case .pretend: break
        // A process that is gone has asked for nothing.
        case .fail: if !isDead { image.failSync(path) }
        }
    }
}
