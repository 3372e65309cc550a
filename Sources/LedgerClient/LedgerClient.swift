import AsyncHTTPClient
import LedgerAPI
import NIOCore
import NIOSSL

/// The typed client of a node's HTTP API.
///
/// One for each node; it keeps connections open until ``shutdown()``, which must be called before it goes.
package struct LedgerClient: Sendable {
    /// The node's address, as ``NodeAddress`` writes it.
    package let url: String
    let http: HTTPClient
    /// How long nothing may come while an answer or event is waited for.
    let silence: Duration

    /// How long an answer may take. Waiting for a block is part of it.
    static let timeout = TimeAmount.seconds(60)

    /// - Parameters:
    ///   - url: `http://` or `https://`, a host, a port if need be, and a path under which `/v1` lies.
    ///   - trustRoots: a file of PEM certificates to trust instead of the system's.
    ///   - connections: how many requests may be under way at once; more wait for their turn.
    ///   - silence: how long nothing may come while an answer or event is waited for. A node that waits for a block, or whose stream
    ///     has no news, sends something at least four times as often.
    /// - Throws: ``ClientError/badURL(_:)``, ``ClientError/credentials``, ``ClientError/badTrustRoots(path:)``.
    package init(url: String, trustRoots: String? = nil, connections: Int = 8, silence: Duration = .seconds(60)) throws
    {
        self.url = try NodeAddress(url).text
        self.silence = silence
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: TimeAmount(silence)),
            decompression: .disabled)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // Who waits for an answer is told at once that there is nobody.
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration().modern
        if let trustRoots {
            do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustRoots)) } catch {
                throw ClientError.badTrustRoots(path: trustRoots)
            }
        }
        configuration.tlsConfiguration = tls
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the connections. The client is of no use afterwards.
    package func shutdown() async throws { try await http.shutdown() }
}
