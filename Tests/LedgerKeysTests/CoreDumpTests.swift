import Glibc
import LedgerCrypto
import LedgerKeys
import Testing

@Suite struct CoreDumpTests {
    @Test func `a process that forbade it leaves neither core file nor memory for a collector`() throws {
        try CoreDumps.forbid()
        #expect(CoreDumps.areForbidden)
        var limit = rlimit(rlim_cur: 1, rlim_max: 1)
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0)
        #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
    }
}
