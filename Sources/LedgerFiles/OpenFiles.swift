import Glibc

/// How many files and connections the operating system lets this process have open.
package enum OpenFiles {
    /// For the database, the guard, logs and clients.
    private static let reserve = 256
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the limit to what is allowed.
    ///
    /// - Returns: how many connections it leaves room for.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return 768 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(files, &raised) == 0 { limit = raised }
        }
        return max(16, Int(clamping: limit.rlim_cur) - reserve)
    }
}
