import LedgerAPI
import NIOSSL

extension TLSConfiguration {
    /// For a server that shows the certificates of one file in PEM and has their key in another.
    ///
    /// - Throws: ``TLSFault``, before anybody connects.
    static func node(certificates path: String, key keyPath: String) throws -> TLSConfiguration {
        let certificates: [NIOSSLCertificate]
        do { certificates = try NIOSSLCertificate.fromPEMFile(path) } catch { throw TLSFault.noCertificate(path) }
        guard !certificates.isEmpty else { throw TLSFault.noCertificate(path) }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: keyPath, format: .pem) } catch { throw TLSFault.noKey(keyPath) }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key)
        ).modern
        // Whether the key is the certificate's is found out when both are put to use.
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw TLSFault.otherKey(keyPath, certificates: path)
        }
        return configuration
    }
}

/// Why a node has nothing to show to those who connect by https.
package enum TLSFault: Error, Equatable, CustomStringConvertible {
    case noCertificate(String)
    case noKey(String)
    case otherKey(String, certificates: String)

    package var description: String {
        switch self {
        case .noCertificate(let path):
            "no certificate can be read from \(path); name a file of certificates in PEM"
        case .noKey(let path): "no private key can be read from \(path); name a file of one key in PEM"
        case .otherKey(let path, let certificates): "\(path) is not the key of the certificate in \(certificates)"
        }
    }
}
