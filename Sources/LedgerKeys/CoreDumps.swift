import CCrypto
import Glibc
package import LedgerCrypto

/// Whether the system may write this process's memory, with the keys in it, to a file.
package enum CoreDumps {
    /// To be called before the first key is opened: from then on a crash leaves no core file and feeds no collector of them, and no other process
    /// of the same user may attach to this one or read its memory.
    ///
    /// The limit alone would not do: a collector that the kernel starts gets the memory whatever the limit is.
    ///
    /// - Throws: ``CryptoError/dumpable(code:)`` where the system refuses.
    package static func forbid() throws(CryptoError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0, laurel_forbid_dumps() == 0 else {
            throw .dumpable(code: errno)
        }
    }

    package static var areForbidden: Bool { laurel_may_be_dumped() == 0 }
}
