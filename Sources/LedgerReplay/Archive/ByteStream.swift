import Glibc

/// Bytes in order, from a file or a connection.
public protocol ByteStream: Sendable {
    /// Up to `count` further bytes: fewer only at the end, none after it.
    mutating func read(_ count: Int) throws -> [UInt8]
}

/// The bytes of a file, some at a time. The descriptor is closed with the last reference.
public struct FileStream: ByteStream {
    private let file: OpenFile
    /// Bytes that were read ahead, and how many of them were handed out.
    private var ahead: [UInt8] = []
    private var position = 0
    private static let aheadBytes = 1 << 16

    public init(path: String) throws(ArchiveFault) {
        file = try OpenFile(path: path)
    }

    /// Reads what comes out of a pipe or socket, whose descriptor it takes over.
    ///
    /// - Parameter name: what it is called where it can't be read.
    package init(taking descriptor: CInt, name: String) {
        file = OpenFile(taking: descriptor, name: name)
    }

    public mutating func read(_ count: Int) throws -> [UInt8] {
        if ahead.count - position < min(count, Self.aheadBytes) {
            ahead = try file.read(Self.aheadBytes, after: ahead[position...])
            position = 0
        }
        let part = ahead[position..<min(position + count, ahead.count)]
        position += part.count
        return part.count < count ? try file.read(count, after: part) : Array(part)
    }
}

private final class OpenFile: Sendable {
    private let path: String
    private let descriptor: CInt

    init(path: String) throws(ArchiveFault) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    }

    init(taking descriptor: CInt, name: String) {
        (self.descriptor, path) = (descriptor, name)
    }

    deinit { close(descriptor) }

    /// `start` and the bytes that follow it in the file, `count` in all: fewer only at the end.
    func read(_ count: Int, after start: ArraySlice<UInt8>) throws(ArchiveFault) -> [UInt8] {
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = buffer.update(fromContentsOf: start)
            while filled < count {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard failure == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(failure))) }
        return bytes
    }
}
