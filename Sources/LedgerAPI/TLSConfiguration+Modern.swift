package import NIOSSL

extension TLSConfiguration {
    /// The cipher suites of TLS 1.2 that both sides take: a fresh key for each connection, so that who steals a certificate's key can't read
    /// what was recorded, and encryption that authenticates. There is neither RSA key exchange nor CBC. The suites of TLS 1.3 are all so.
    package static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    /// The same without what TLS 1.2 and later versions gave up: RFC 9325, 3.1.1 and 4.2.
    package var modern: TLSConfiguration {
        var configuration = self
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = Self.suites
        return configuration
    }
}
