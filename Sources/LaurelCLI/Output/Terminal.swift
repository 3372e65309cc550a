import Glibc
import LedgerCrypto
import LedgerKeys
import LedgerText

/// The terminal: what goes to people, and what is asked of them.
enum Terminal {
    static let isOutput = isatty(STDOUT_FILENO) == 1 && Environment.get("NO_COLOR") == nil
    static let isError = isatty(STDERR_FILENO) == 1

    static func bold(_ text: String) -> String { Style.bold.of(text) }
    static func green(_ text: String) -> String { Style.green.of(text) }
    static func red(_ text: String) -> String { Style.red.of(text) }
    static func dim(_ text: String) -> String { Style.dim.of(text) }

    /// A line on standard error.
    static func report(_ message: String) {
        fflush(nil)  // What was printed before is to be read before.
        write(ForeignText.shownLines(message) + "\n", to: STDERR_FILENO)
    }

    /// Replaces the last line of standard error, where that is a terminal.
    static func progress(_ line: String) {
        if isError { write("\r\u{1b}[K\(ForeignText.shown(line))", to: STDERR_FILENO) }
    }

    static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Asks for a line without showing it.
    static func askSecret(_ prompt: String) throws -> Passphrase {
        let file = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard file >= 0 else {
            throw CommandFailure.impossible(
                "there is no terminal to ask for the passphrase on; give --passphrase-file or --passphrase-fd")
        }
        defer { close(file) }
        var settings = termios()
        guard tcgetattr(file, &settings) == 0 else {
            throw CommandFailure.impossible("the terminal can't be told to hide what is typed")
        }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(file, TCSAFLUSH, &silent)
        defer {
            tcsetattr(file, TCSAFLUSH, &settings)
            write("\n", to: file)
        }
        write(ForeignText.shown(prompt), to: file)
        return try PassphraseOptions.firstLine(of: file, "the terminal")
    }

    /// Whether somebody is there to answer.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks for a line; nil without a terminal or at the end of the input.
    static func ask(_ prompt: String) -> String? {
        guard canAsk else { return nil }
        write(ForeignText.shownLines(prompt), to: STDERR_FILENO)
        return readLine()
    }
}
