import Foundation
import Synchronization

/// A process of another program.
///
/// Not Foundation's `Process`: as it starts a program, that of Swift 6.3 reads past the end of a listing of open files, which
/// crashes one run of some (swift-corelibs-foundation, pull request 5472).
struct Child: Sendable {
    let id: pid_t
    private let status: Task<Int32, Never>

    /// Starts `program`, a path or a name on the path, in `folder`. The descriptors stay open here.
    init(
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
        status = Task { [id] in
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: Self.wait(for: id)) }
            }
        }
    }

    /// Its exit status once it has ended, or 128 and the signal that ended it.
    func end() async -> Int32 { await status.value }

    private static func wait(for id: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}

/// Held while descriptors are made, so that no program that is started at the same moment keeps them open.
private let starting = Mutex(())

/// Two ends of a pipe, or of a terminal with `openpty`, for this process alone.
func ends(of make: (inout Int32, inout Int32) -> Int32) throws -> (ours: Int32, theirs: Int32) {
    try starting.withLock { _ in
        var (ours, theirs): (Int32, Int32) = (-1, -1)
        guard make(&ours, &theirs) == 0, fcntl(ours, F_SETFD, FD_CLOEXEC) == 0, fcntl(theirs, F_SETFD, FD_CLOEXEC) == 0
        else { throw POSIXError(.EMFILE) }
        return (ours, theirs)
    }
}

/// What comes out of a descriptor, piece by piece until its end, when it is closed.
func texts(from descriptor: Int32) -> AsyncStream<String> {
    let (texts, found) = AsyncStream<String>.makeStream()
    Thread.detachNewThread {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { break }
            found.yield(String(decoding: bytes[..<count], as: UTF8.self))
        }
        close(descriptor)
        found.finish()
    }
    return texts
}
