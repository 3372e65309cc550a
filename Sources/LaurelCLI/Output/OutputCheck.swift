// The C library's `stdout` is a variable that nobody here changes.
@preconcurrency import Glibc

/// Whether standard output took all that was printed.
enum OutputCheck {
    /// Writes out what is left. Nil where all was written since the begin of the process, else why not.
    static func fault() -> String? {
        errno = 0
        let flushed = fflush(stdout)
        guard flushed != 0 || ferror(stdout) != 0 else { return nil }
        return errno == 0 ? "the disk is full or the reader is gone" : String(cString: strerror(errno))
    }
}
