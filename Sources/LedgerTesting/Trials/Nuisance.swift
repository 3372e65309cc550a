import Foundation
import Synchronization

/// Connections that want nothing good: idle ones, heads that stop in the middle, bodies that never end, answers that nobody reads.
final class Nuisance: Sendable {
    private let isRunning = Atomic(true)
    private let opened = Mutex(0)
    private let ended = Mutex(0)
    private let done = DispatchGroup()

    /// How many connections were opened, and how many bodies that never end the node has cut off.
    var counts: (opened: Int, ended: Int) { (opened.withLock { $0 }, ended.withLock { $0 }) }

    init(port: UInt16, idle: Int, halfOpen: Int, endless: Int, deaf: Int) {
        done.enter()
        Thread { [self] in
            defer { done.leave() }
            run(port, idle: idle, halfOpen: halfOpen, endless: endless, deaf: deaf)
        }.start()
    }

    private func run(_ port: UInt16, idle: Int, halfOpen: Int, endless: Int, deaf: Int) {
        let half = Array("POST /v1/transactions HTTP/1.1\r\nhost: localhost\r\ncontent-".utf8)
        let endlessHead = Array(
            "POST /v1/transactions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                .utf8)
        let request = Array("GET /v1/archive HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8)
        var silent: [RawConnection] = []
        var dribbling: [RawConnection] = []
        func open(_ count: Int, _ first: [UInt8]) -> [RawConnection] {
            var connections: [RawConnection] = []
            for _ in 0..<count where isRunning.load(ordering: .relaxed) {
                guard let connection = try? RawConnection(port: port) else { continue }
                if !first.isEmpty { _ = connection.send(first) }
                connections.append(connection)
                opened.withLock { $0 += 1 }
            }
            return connections
        }
        dribbling = open(endless, endlessHead)
        silent += open(halfOpen, half)
        silent += open(deaf, request)
        silent += open(idle, [])
        let chunk = Array("1\r\nx\r\n".utf8)
        while isRunning.load(ordering: .relaxed) {
            let before = dribbling.count
            dribbling.removeAll { !$0.send(chunk) }
            ended.withLock { $0 += before - dribbling.count }
            // They are slow on purpose.
            Thread.sleep(forTimeInterval: 0.1)
        }
        withExtendedLifetime(silent) {}
    }

    func stop() async {
        isRunning.store(false, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
    }
}
