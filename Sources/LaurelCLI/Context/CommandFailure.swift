import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay

/// Why a command did not do what was asked, in words, with the exit code that scripts see.
struct CommandFailure: Error {
    let status: Int32
    let message: String

    /// The ledger's rules, or what was asked for, say no: exit code 1.
    static func refused(_ message: String) -> CommandFailure { CommandFailure(status: 1, message: message) }
    /// It could not be tried or checked: exit code 2.
    static func impossible(_ message: String) -> CommandFailure { CommandFailure(status: 2, message: message) }
    /// The command line is wrong: exit code 64.
    static func usage(_ message: String) -> CommandFailure { CommandFailure(status: 64, message: message) }

    /// Somebody asked it to stop: the exit code that a shell gives a program that a signal ended.
    static func interrupted(_ signal: Int32, _ message: String) -> CommandFailure {
        CommandFailure(status: 128 + signal, message: message)
    }

    private init(status: Int32, message: String) {
        self.status = status
        self.message = message
    }

    /// What an error of any part means; nil where it is the argument parser's.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case ClientError.problem(let problem): self = .refused("refused: \(problem)")
        case ArchiveFault.unreadable: self = .impossible("\(error)")
        case is AccountFault, is AmountFault: self = .refused("\(error)")
        case let error where CommandFailure.isParsers(error): return nil
        default: self = .impossible("\(error)")
        }
    }

    private static func isParsers(_ error: any Error) -> Bool {
        String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}
