import Glibc

/// A connection to a node on this machine without any library between, for clients that misbehave or must cost little.
package final class RawConnection: @unchecked Sendable {  // one thread uses it at a time
    package let file: Int32

    /// - Parameter source: the last number of the address that it comes from, 127.0.0.N.
    package init(port: UInt16, from source: UInt8 = 1) throws {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { throw TrialFault("no socket: errno \(errno)") }
        if source != 1 {
            let isBound = Self.withAddress(source, 0) { bind(file, $0, $1) } == 0
            guard isBound else {
                let code = errno
                close(file)
                throw TrialFault("no address 127.0.0.\(source): errno \(code)")
            }
        }
        let result = Self.withAddress(1, port) { connect(file, $0, $1) }
        guard result == 0 else {
            let code = errno
            close(file)
            throw TrialFault("no connection: errno \(code)")
        }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(file) }

    private static func withAddress(
        _ last: UInt8, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = (0x7F00_0000 | UInt32(last)).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    /// Whether all was taken.
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(file, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    package struct Answer {
        package let status: Int
        package let retryAfter: Int?
        package let body: [UInt8]
    }

    /// The status of the answer, of which nothing is taken; nil where none comes.
    package func peek() -> Int? {
        var start = [UInt8](repeating: 0, count: 12)
        let count = recv(file, &start, start.count, Int32(MSG_PEEK) | Int32(MSG_WAITALL))
        return count == start.count ? Int(String(decoding: start.suffix(3), as: UTF8.self)) : nil
    }

    /// Nil where the connection ends before an answer is whole.
    package func receive() -> Answer? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var head: (status: Int, retryAfter: Int?, length: Int, end: Int)?
        while true {
            if head == nil { head = Self.head(of: bytes) }
            if let head, bytes.count >= head.end + head.length {
                let body = Array(bytes[head.end..<head.end + head.length])
                return Answer(status: head.status, retryAfter: head.retryAfter, body: body)
            }
            let count = recv(file, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }

    private static func head(of bytes: [UInt8]) -> (status: Int, retryAfter: Int?, length: Int, end: Int)? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= 16 else { return nil }
        guard let end = (0...bytes.count - 4).first(where: { bytes[$0] == 13 && Array(bytes[$0..<$0 + 4]) == mark })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        func value(_ name: String) -> Int? {
            lines.first { $0.lowercased().hasPrefix(name + ":") }
                .flatMap { Int($0.dropFirst(name.count + 1).filter { $0.isNumber }) }
        }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        return (status, value("retry-after"), value("content-length") ?? 0, end + 4)
    }

    package static func post(_ body: [UInt8], type: String, wait: Bool) -> [UInt8] {
        let head =
            "POST /v1/transactions?wait=\(wait) HTTP/1.1\r\nhost: localhost\r\ncontent-type: \(type)\r\n"
            + "content-length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }
}
