import Glibc
import Ledger
import LedgerCrypto

/// Makes one process the only one on this machine that signs with a key on a chain, whichever user, home and folders it has.
///
/// It is the name of a unix socket in Linux's abstract namespace, which lies in no folder: nobody can remove it, and it goes with the process.
/// A container with a network namespace of its own is another machine to it. Anybody on the machine may take the name first, since public key and
/// chain are no secrets; that keeps a node from starting, and the fault says who it is.
final class MachineLock: Sendable {
    private let socket: Int32

    /// - Throws: ``GuardFault/inUseOnMachine(process:user:)`` where another holds it; ``GuardFault/noMachineLock(code:)``.
    init(_ key: PublicKey, chain: Digest) throws(GuardFault) {
        let name = Self.address(key, chain)
        // A process that is just ending, or just being started by the one before, has the name for a moment more.
        var attempts = 50
        while true {
            let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard socket >= 0 else { throw .noMachineLock(code: errno) }
            // The queue is never emptied; each who asks for the holder's id has a place in it.
            if Self.call(bind, socket, name) == 0, listen(socket, 128) == 0 {
                self.socket = socket
                return
            }
            let code = errno
            close(socket)
            guard code == EADDRINUSE else { throw .noMachineLock(code: code) }
            attempts -= 1
            guard attempts > 0 else { throw Self.holder(name) }
            // A node that has just ended gives its name free a moment later, and nothing tells when.
            usleep(10_000)
        }
    }

    deinit { close(socket) }

    private static func address(_ key: PublicKey, _ chain: Digest) -> (address: sockaddr_un, size: socklen_t) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A zero before the name makes it abstract: 13 characters and 64 digits, of 107 that there is room for.
        let name = Array("laurel-guard-\(SHA256.hash(Array("\(key.hex) \(chain.hex)".utf8)).hex)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            for (index, byte) in name.enumerated() { path[index + 1] = byte }
        }
        return (address, socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.count))
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ socket: Int32,
        _ name: (address: sockaddr_un, size: socklen_t)
    ) -> Int32 {
        withUnsafePointer(to: name.address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { function(socket, $0, name.size) }
        }
    }

    /// Who holds the name, as the kernel says.
    private static func holder(_ name: (address: sockaddr_un, size: socklen_t)) -> GuardFault {
        let socket = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return .inUseOnMachine(process: nil, user: nil) }
        defer { close(socket) }
        guard call(connect, socket, name) == 0 else { return .inUseOnMachine(process: nil, user: nil) }
        // Linux's struct ucred: process, user and group.
        var credentials: [Int32] = [0, 0, 0]
        var size = socklen_t(credentials.count * MemoryLayout<Int32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
            return .inUseOnMachine(process: nil, user: nil)
        }
        return .inUseOnMachine(process: credentials[0], user: UInt32(bitPattern: credentials[1]))
    }
}
