import Ledger
package import LedgerCrypto
package import LedgerFiles
import LedgerStore
package import Logging

/// All that a node is told at its start.
package struct NodeConfiguration: Sendable {
    /// The folder of the ledger, which must hold one.
    package var directory: String
    /// The key that signs blocks.
    package var producer: SecretKey
    /// Where the last published block is written down.
    package var guardPlace: GuardPlace
    /// How the guard is written.
    package var guardCalls = FileCalls.system
    package var host = "127.0.0.1"
    /// 0 takes any that is free.
    package var port = 8440
    /// Files in PEM, for HTTPS.
    package var tls: (certificates: String, key: String)?
    /// Starts on a head that lies in the future or is over 30 days old.
    package var acceptTime = false
    /// After so many pages the store's log is folded in.
    package var logPages = LedgerStore.logPages
    package var limits = EngineLimits()
    package var load = LoadLimits()
    package var clock: any NodeClock = SystemClock()
    package var logger: Logger
    /// Called with the port once connections are taken.
    package var onListening: @Sendable (Int) -> Void = { _ in }

    package init(directory: String, producer: SecretKey, guardPlace: GuardPlace, logger: Logger) {
        self.directory = directory
        self.producer = producer
        self.guardPlace = guardPlace
        self.logger = logger
    }
}
