import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerReplay

/// Why a command did not do what was asked, in words, with the exit code that scripts see.
struct CommandFailure: Error {
    let status: Int32
    let message: String
    /// What a node answered, where that is the reason.
    var problem: ProblemView?

    /// The ledger's rules, or what was asked for, say no: exit code 1.
    static func refused(_ message: String) -> CommandFailure { CommandFailure(status: 1, message: message) }
    /// It could not be tried or checked: exit code 2.
    static func impossible(_ message: String) -> CommandFailure { CommandFailure(status: 2, message: message) }
    /// The command line is wrong: exit code 64.
    static func usage(_ message: String) -> CommandFailure { CommandFailure(status: 64, message: message) }

    /// What JSON tells of it: one document, as everything is.
    struct View: Encodable {
        struct Fault: Encodable {
            let exitCode: Int32
            let message: String
            let rule: String?
            let code: Int?
            let facts: [String: String]?
            let transaction: String?
            let credit: Int?
            let retryAfter: Int?
        }
        let error: Fault

        init(_ status: Int32, _ message: String, _ problem: ProblemView? = nil) {
            error = Fault(
                exitCode: status, message: message, rule: problem?.rule, code: problem?.code, facts: problem?.facts,
                transaction: problem?.transaction, credit: problem?.credit, retryAfter: problem?.retryAfter)
        }
    }

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
        // A node that has its hands full, or is ill, has not judged anything.
        case ClientError.problem(let problem) where problem.status >= 500 || [408, 429].contains(problem.status):
            self = .impossible("not done: \(problem)")
            self.problem = problem
        case ClientError.problem(let problem):
            self = .refused("refused: \(problem)")
            self.problem = problem
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
