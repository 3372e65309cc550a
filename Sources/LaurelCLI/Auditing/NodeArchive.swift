import Dispatch
import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerReplay

/// A node's archive, replayed while it comes.
///
/// What arrives goes through a socket pair to the replay and is nowhere kept: the kernel's buffer fills, and the node waits, until the
/// replay has taken it. So what a stranger sends takes no disk and a bounded memory, and a stream that is no sound chain ends at its
/// first unsound block, however long it would go on.
struct NodeArchive {
    let client: LedgerClient
    /// A file that gets the same bytes.
    var copy: StreamedFile?

    /// - Parameter observing: as ``Replay`` has it, with the chain's id known before.
    /// - Throws: ``CommandFailure`` with exit code 2 where the archive could not be read to its end, which says nothing about the chain.
    func replay(
        _ options: ReplayOptions, _ progress: AuditProgress, begin: (Digest) throws -> Void,
        observing: (Block) throws -> Void
    ) async throws -> ReplayReport {
        let claimed = try await answered { try await client.status().height }
        progress.total = .height(claimed)
        let link = try Link()
        let download = Task(executorPreference: Self.executor) { [client, copy] in
            defer { link.finish() }
            try await client.archive(stalled: { link.finish() }) { bytes in
                try copy?.write(bytes)
                try link.send(bytes)
            }
        }
        defer {
            // Whoever still sends to the replay that has left is told so.
            link.leave()
            download.cancel()
        }
        let report: ReplayReport
        do {
            let reader = try ArchiveReader(FileStream(taking: link.reader, name: client.url))
            try begin(reader.genesis.chainID)
            let blocks = ClaimedBlocks(reader, claimed: claimed)
            report = try await Replay(genesis: reader.genesis, options: options).run(blocks) { _, block in
                try observing(block)
            }
        } catch let fault as ArchiveFault {
            try await end(download, link, "")
            throw CommandFailure.impossible("\(client.url) sends no archive: \(fault)")
        }
        guard let failure = report.sourceFailure, report.fault == nil else { return report }
        let sound =
            report.height == 0 ? "" : "; blocks 1 to \(report.height), which came before, replay without a fault"
        try await end(download, link, sound)
        throw CommandFailure.impossible(
            "the archive of \(client.url) can't be read to its end: \(failure)\(sound)")
    }

    /// Ends a download that was of no use.
    ///
    /// - Throws: why it ended, where it did so by itself.
    private func end(_ download: Task<Void, any Error>, _ link: Link, _ sound: String) async throws {
        link.leave()
        download.cancel()
        do { try await download.value } catch Link.Left.left {} catch is CancellationError {} catch {
            throw CommandFailure.impossible(words(error) + sound)
        }
    }

    /// What a node does not answer could not be checked; that it says no is no verdict about the chain.
    private func answered<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch { throw CommandFailure.impossible(words(error)) }
    }

    private func words(_ error: any Error) -> String {
        if case ClientError.problem(let problem) = error {
            return "\(client.url) does not serve its archive: \(problem)"
        }
        return CommandFailure(error)?.message ?? "\(error)"
    }

    private static let executor = DownloadExecutor()
}

/// A way for bytes from one thread to another that holds some hundred kilobytes and makes the sender wait for the reader.
///
/// A socket pair, not a pipe: a send to a reader that has left is an error there and no signal.
private final class Link: Sendable {
    enum Left: Error { case left }

    let reader: CInt
    private let writer: CInt

    init() throws {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw CommandFailure.impossible("no socket pair can be made: \(String(cString: strerror(errno)))")
        }
        (reader, writer) = (ends[0], ends[1])
    }

    // The stream that reads closes the other end. Only shut down before, an end's number is never another file's.
    deinit { close(writer) }

    /// - Throws: ``Left`` once the reader has left.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(writer, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Left.left }
            rest = rest.dropFirst(count)
        }
    }

    /// No more will be sent: the reader reads to the end of what was.
    func finish() { shutdown(writer, CInt(SHUT_WR)) }

    /// Nobody reads any more: whoever waits in ``send(_:)`` goes on with an error. By the writer's end, which stays open as long as this.
    func leave() { shutdown(writer, CInt(SHUT_RDWR)) }
}

/// A thread for a download that waits for its reader, and for the watch over it: on the threads that replay, the two could wait for
/// each other.
private final class DownloadExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "laurel.download")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
