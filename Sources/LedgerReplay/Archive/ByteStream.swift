import Glibc

/// Bytes in order, from a file or a connection.
public protocol ByteStream: Sendable {
    /// Up to `count` further bytes: fewer only at the end, none after it.
    mutating func read(_ count: Int) throws -> [UInt8]
}

/// The bytes of a file. The descriptor is closed with the last reference.
public final class FileStream: ByteStream {
    private let path: String
    private let descriptor: CInt

    public init(path: String) throws(ArchiveFault) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    public func read(_ count: Int) throws -> [UInt8] {
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard failure == 0 else {
            throw ArchiveFault.unreadable(path: path, reason: String(cString: strerror(failure)))
        }
        return bytes
    }
}
