import Foundation
import Glibc
import LedgerTesting
import Synchronization

/// A server that reads HTTP requests, throws them away and answers that it did: what a client costs by itself.
final class Sink: Sendable {
    private let listener: CInt
    let port: Int
    private static let answer = Array(
        "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: 2\r\n\r\n\0\0".utf8)

    init() throws {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isListening else { throw BenchFailure("no socket: \(String(cString: strerror(errno)))") }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while case let connection = accept(self.listener, nil, nil), connection >= 0 {
                Thread.detachNewThread { Self.serve(connection) }
            }
        }
    }

    func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    private static func serve(_ connection: CInt) {
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var header: [UInt8] = []
        /// What is left of a body; nil while a header is read.
        var body: Int?
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
            var rest = buffer[..<count]
            while !rest.isEmpty {
                if let left = body {
                    let taken = min(left, rest.count)
                    rest = rest.dropFirst(taken)
                    body = left - taken
                } else {
                    header.append(rest.removeFirst())
                    guard header.suffix(4) == [13, 10, 13, 10] else { continue }
                    body = length(of: header)
                    header.removeAll()
                }
                guard body == 0 else { continue }
                body = nil
                guard send(connection, answer, answer.count, CInt(MSG_NOSIGNAL)) == answer.count else { return }
            }
        }
    }

    private static func length(of header: [UInt8]) -> Int {
        for line in String(decoding: header, as: UTF8.self).lowercased().split(separator: "\r\n") {
            let parts = line.split(separator: ":")
            if parts.count == 2, parts[0] == "content-length" {
                return Int(parts[1].trimmingCharacters(in: .whitespaces)) ?? 0
            }
        }
        return 0
    }
}
