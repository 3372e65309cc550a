import Foundation
import Glibc
import Synchronization

/// Many open streams of events, all of which are read, from addresses of this machine in turns.
package final class Listeners: Sendable {
    private let isRunning = Atomic(true)
    private let taken = Mutex((open: 0, refused: 0, bytes: 0))
    private let done = DispatchGroup()

    /// How many streams the node gave, how many it refused or ended, and how many bytes came.
    package var counts: (open: Int, refused: Int, bytes: Int) { taken.withLock { $0 } }

    /// - Parameters:
    ///   - after: the height after which the events begin; the head where it is nil.
    ///   - perAddress: so many come from each address.
    package init(_ count: Int, port: UInt16, after height: UInt64?, perAddress: Int) throws {
        let last = height.map { "last-event-id: \($0)\r\n" } ?? ""
        let request = Array(
            "GET /v1/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\(last)\r\n".utf8)
        var connections: [RawConnection] = []
        for index in 0..<count {
            let connection = try RawConnection(port: port, from: UInt8(2 + index / perAddress))
            guard connection.send(request) else { continue }
            connections.append(connection)
        }
        done.enter()
        Thread { [self, connections] in
            defer { done.leave() }
            read(connections)
            for connection in connections { shutdown(connection.file, Int32(SHUT_RDWR)) }
        }.start()
    }

    private func read(_ connections: [RawConnection]) {
        var open = connections
        var isAnswered = [Bool](repeating: false, count: open.count)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while isRunning.load(ordering: .relaxed), !open.isEmpty {
            var files = open.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
            guard poll(&files, nfds_t(files.count), 100) > 0 else { continue }
            for index in files.indices.reversed() where files[index].revents != 0 {
                let count = recv(open[index].file, &chunk, chunk.count, 0)
                let isRefusal = !isAnswered[index] && count > 12 && chunk[9] != UInt8(ascii: "2")
                taken.withLock { taken in
                    taken.bytes += max(0, count)
                    if count <= 0 || isRefusal {
                        taken.refused += 1
                        if isAnswered[index] { taken.open -= 1 }
                    } else if !isAnswered[index] {
                        taken.open += 1
                    }
                }
                isAnswered[index] = true
                if count <= 0 || isRefusal {
                    open.remove(at: index)
                    isAnswered.remove(at: index)
                }
            }
        }
    }

    /// Waits until the node has answered so many.
    package func answered(_ count: Int) async -> Bool {
        for _ in 0..<600 {
            let counts = self.counts
            if counts.open + counts.refused >= count { return true }
            // What is waited for is in another process, so it is asked for again and again.
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return false }
        }
        return false
    }

    package func stop() async {
        isRunning.store(false, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
    }
}
