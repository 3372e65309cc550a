import LedgerCrypto
import LedgerKeys
import Synchronization

/// The passphrase of a descriptor, which can be read only once, for all keys of a command.
enum SharedDescriptor {
    private static let known = Mutex<[Int32: Passphrase]>([:])

    static func passphrase(of descriptor: Int32, read: (Int32) throws -> Passphrase) throws -> Passphrase {
        try known.withLock { known in
            if let passphrase = known[descriptor] { return passphrase }
            let passphrase = try read(descriptor)
            known[descriptor] = passphrase
            return passphrase
        }
    }
}
