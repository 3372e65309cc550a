import Foundation
import Synchronization

/// A process of another program, which is killed with the last reference to it.
///
/// Not Foundation's `Process`: as it starts a program, that of Swift 6.3 reads past the end of a listing of open files, which
/// crashes one run of some (swift-corelibs-foundation, pull request 5472).
package final class Child: Sendable {
    package let id: Int32
    /// What it ended with, once somebody has looked. Until then its id is surely its own.
    private let ended = Mutex<Int32?>(nil)

    /// Starts `program`, a path or a name on the path, in `folder`. The descriptors stay open here.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String], folder: String, input: Int32,
        output: Int32, error: Int32
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [input, output, error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        // The threads of tests hold signals back, which the program must not inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // What env starts takes its place, so the id stays.
        let env = "/usr/bin/env"
        var words = ([env, "-C", folder, program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var id = pid_t()
        let code = starting.withLock { _ in posix_spawn(&id, env, &actions, &attributes, &words, &variables) }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        self.id = id
    }

    deinit {
        send(SIGKILL)
        _ = wait()
    }

    /// Its exit status, or 128 and the signal that ended it; nil while it runs.
    package var status: Int32? { ended.withLock { look(&$0) } }

    /// Sends it a signal, unless it has ended.
    package func send(_ signal: Int32) { ended.withLock { if look(&$0) == nil { kill(id, signal) } } }

    /// Waits for its end: its status.
    package func wait() -> Int32 {
        while true {
            if let status { return status }
            var end = siginfo_t()
            waitid(P_PID, id_t(id), &end, WEXITED | WNOWAIT)
        }
    }

    /// The same without keeping a task's thread.
    package func end() async -> Int32 { await aside { self.wait() } }

    private func look(_ ended: inout Int32?) -> Int32? {
        var status: Int32 = 0
        if ended == nil, waitpid(id, &status, WNOHANG) == id {
            ended = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        }
        return ended
    }
}

/// Held while descriptors are made, so that no program that is started at the same moment keeps them open.
private let starting = Mutex(())

/// Two ends of a pipe, or of a terminal with `openpty`, for this process alone.
package func ends(of make: (inout Int32, inout Int32) -> Int32 = pipe) throws -> (ours: Int32, theirs: Int32) {
    try starting.withLock { _ in
        var (ours, theirs): (Int32, Int32) = (-1, -1)
        guard make(&ours, &theirs) == 0, fcntl(ours, F_SETFD, FD_CLOEXEC) == 0, fcntl(theirs, F_SETFD, FD_CLOEXEC) == 0
        else { throw POSIXError(.EMFILE) }
        return (ours, theirs)
    }
}

/// A pipe's end to read from, and its end to write to.
private func pipe(_ reader: inout Int32, _ writer: inout Int32) -> Int32 {
    var both: [Int32] = [-1, -1]
    defer { (reader, writer) = (both[0], both[1]) }
    return Glibc.pipe(&both)
}

/// Does what may block on a thread of its own.
package func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}
