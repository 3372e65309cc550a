package import LedgerCrypto

/// Keys that a name gives, the same in every run. For tests only: anybody can derive them.
package enum TestKeys {
    package static func key(_ name: String) -> SecretKey {
        let bytes = SHA256.hash(Array("laurel test key \(name)".utf8))
        // A hash is no valid key once in 2^128.
        guard let key = bytes.withUnsafeBytes({ SecretKey($0) }) else { preconditionFailure("no key for \(name)") }
        return key
    }
}
