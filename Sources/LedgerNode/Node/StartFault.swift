import Glibc
import Hummingbird
package import LedgerCrypto
import NIOCore
import ServiceLifecycle

/// Why a node does not start, where the reason is neither its data, its guard nor its clock.
package enum StartFault: Error, Equatable, CustomStringConvertible {
    case notAProducer(PublicKey, listed: [PublicKey])
    case cannotListen(host: String, port: Int, code: Int32)

    package var description: String {
        switch self {
        case .notAProducer(let key, let listed):
            "the policy in force does not list the key \(key) as a producer, so its blocks would not count; start with the key "
                + (listed.count == 1 ? "\(listed[0])" : "of one of " + listed.map(\.hex).joined(separator: ", "))
        case .cannotListen(let host, let port, EADDRINUSE):
            "\(host):\(port) is in use by another program; stop that one, or listen on another port"
        case .cannotListen(let host, let port, let code):
            "cannot listen on \(host):\(port): \(String(cString: strerror(code)))"
        }
    }
}

/// The HTTP server, whose failure to listen is told in words.
struct Listener<Server: Service>: Service {
    let application: Server
    let host: String
    let port: Int

    func run() async throws {
        do { try await application.run() } catch let error as IOError {
            throw StartFault.cannotListen(host: host, port: port, code: error.errnoCode)
        }
    }
}
