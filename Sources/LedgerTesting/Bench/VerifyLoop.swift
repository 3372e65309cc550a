import CVerifyLoop
package import Ledger
package import LedgerCrypto

/// The signatures of a chain as the bare C loop takes them.
package struct VerifyLoop: Sendable {
    private var checks: [laurel_check] = []

    package init() {}

    package var count: Int { checks.count }

    /// Adds the witnesses of a transaction.
    package mutating func add(_ transaction: SignedTransaction, on chain: Digest) {
        let id = transaction.transaction.id(on: chain)
        for witness in transaction.witnesses {
            var check = laurel_check()
            withUnsafeMutableBytes(of: &check.key32) { $0.copyBytes(from: witness.key.bytes) }
            withUnsafeMutableBytes(of: &check.message32) { $0.copyBytes(from: id.bytes) }
            withUnsafeMutableBytes(of: &check.signature64) { $0.copyBytes(from: witness.signature.bytes) }
            checks.append(check)
        }
    }

    /// Checks all signatures `rounds` times in one process for each core.
    ///
    /// - Returns: signatures a second of wall time.
    package func rate(rounds: Int, processes: Int) throws(BenchFailure) -> Double {
        try rate(rounds, laurel_verify_loop(checks, checks.count, rounds, Int32(processes)))
    }

    /// What every `step`-th check from `first` on of all rounds comes to, in this process, which stops itself before the first of them.
    package func holds(rounds: Int, first: Int, step: Int) -> Bool {
        laurel_verify_share(checks, checks.count, rounds, first, step) == 1
    }

    /// The checks as they lie in memory, for a process of the same program.
    package var bytes: [UInt8] { checks.withUnsafeBytes { Array($0) } }

    package init(_ bytes: [UInt8]) {
        checks = bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: MemoryLayout<laurel_check>.stride).map {
                bytes.loadUnaligned(fromByteOffset: $0, as: laurel_check.self)
            }
        }
    }

    private func rate(_ rounds: Int, _ nanoseconds: Int64) throws(BenchFailure) -> Double {
        guard nanoseconds > 0 else { throw BenchFailure("the C loop found a signature that does not hold") }
        return Double(checks.count * rounds) * 1e9 / Double(nanoseconds)
    }
}

/// Why a figure would mean nothing: the result behind it is wrong.
package struct BenchFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
