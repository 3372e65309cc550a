import AsyncHTTPClient
import Glibc
package import LedgerAPI
import LedgerText
import NIOCore
import NIOPosix
import NIOSSL

/// Why a node gave no usable answer.
package enum ClientError: Error, CustomStringConvertible {
    case badURL(String)
    /// An address with a user name or password, which would be kept and shown with it.
    case credentials
    /// The file of certificates to trust is of no use.
    case badTrustRoots(path: String)
    case unreachable(url: String, any Error)
    /// The node answered with an error.
    case problem(ProblemView)
    /// What answered is no node of this kind, or one of another version.
    case unexpected(url: String, status: Int, String)
    /// It sent nothing any more, or too slowly.
    case stalled(url: String, StallFault)

    package var description: String {
        switch self {
        case .badURL(let url): "'\(url)' is not a node's address; write one such as http://127.0.0.1:8440"
        case .credentials:
            "a node's address holds no user name and no password; write one such as http://127.0.0.1:8440"
        case .badTrustRoots(let path):
            "no certificate can be read from \(path); name a file of certificates in PEM"
        case .unreachable(let url, let error): Self.unreachable(url, error)
        case .problem(let problem): "\(problem)"
        case .unexpected(let url, let status, let what):
            "\(url) answered \(status) with something other than a node's answer: \(ForeignText.shown(what))"
        case .stalled(let url, let fault): "\(url) \(fault); is the node well? Try again, or ask another"
        }
    }

    private static func unreachable(_ url: String, _ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError where error.dnsAError != nil || error.dnsAAAAError != nil:
            return "the host of \(url) is not known; is the address right?"
        case let error where errorNumber(of: error) == ECONNREFUSED:
            return "nobody answers at \(url): the connection was refused; is the node running there?"
        case let error as HTTPClientError where [.connectTimeout, .deadlineExceeded, .readTimeout].contains(error):
            return "\(url) did not answer in time; is it the right address, and is the node well?"
        case NIOSSLError.handshakeFailed where "\(error)".contains("CERTIFICATE_VERIFY_FAILED"):
            return
                "\(url) shows a certificate that nobody trusted here has signed; if it is the node's own, get its file "
                + "from the operator and name it with --trust-roots FILE"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return "\(url) shows a certificate for another name; use the name that it was made for"
        case let error as HTTPClientError where error == .remoteConnectionClosed && url.hasPrefix("http:"):
            return "\(url) closed the connection without an answer; does it speak https?"
        case is NIOSSLError: return "\(url) does not speak https, or not in a way that is known here: \(error)"
        default: break
        }
        return "\(url) cannot be reached: \(error); is the node running there?"
    }

    /// The system's number of what went wrong with a connection; of several attempts, with the last.
    private static func errorNumber(of error: any Error) -> CInt? {
        let last = (error as? NIOConnectionError)?.connectionErrors.last?.error
        return ((last ?? error) as? IOError)?.errnoCode
    }
}
