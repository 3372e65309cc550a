package import Ledger
package import LedgerAPI
package import LedgerCrypto

extension LedgerClient {
    /// Sends a signed transaction. Sending it again is harmless: it gets the same receipt.
    ///
    /// - Parameters:
    ///   - signed: its canonical bytes.
    ///   - chain: the chain it was signed for, if the node is to refuse one for another chain by name.
    ///   - handles: texts of handles that it pays, which the node checks and remembers for display.
    ///   - wait: whether to answer only when it is committed.
    /// - Throws: ``ClientError/problem(_:)`` with the rule that it breaks.
    package func submit(
        _ signed: [UInt8], chain: Digest? = nil, handles: [Handle] = [], wait: Bool = true
    ) async throws -> ReceiptView {
        let path = "/v1/transactions?wait=\(wait)"
        guard chain != nil || !handles.isEmpty else {
            return try await post(path, contentType: "application/octet-stream", signed)
        }
        let submission = SubmissionView(
            chain: chain?.hex, transaction: Hex.encode(signed), handles: handles.map(\.text))
        return try await post(path, contentType: "application/json", JSON.encode(submission))
    }

    /// Sends many signed transactions at once. They are judged one by one, in order.
    package func submit(batch: [[UInt8]], wait: Bool = true) async throws -> BatchView {
        try await post(
            "/v1/transactions?wait=\(wait)", contentType: "application/vnd.laurel.batch", Self.joined(batch))
    }

    /// The same, answered in canonical bytes: for programs that send by the thousand.
    package func receipts(ofBatch batch: [[UInt8]], wait: Bool = true) async throws -> BatchReceipts {
        let path = "/v1/transactions?wait=\(wait)"
        let bytes = try await self.bytes(path, posting: Self.joined(batch), as: "application/vnd.laurel.batch")
        do { return try BatchReceipts(decoding: bytes) } catch {
            throw ClientError.unexpected(url: url + path, status: 200, "\(error)")
        }
    }

    private static func joined(_ batch: [[UInt8]]) -> [UInt8] {
        var encoder = CanonicalEncoder(reserving: batch.reduce(5) { $0 + $1.count })
        encoder.write(uleb128: batch.count)
        for signed in batch { encoder.write(raw: signed) }
        return encoder.bytes
    }
}

/// A signed transaction as JSON.
package struct SubmissionView: Codable, Sendable {
    /// The chain that it was signed for, in hex.
    package var chain: String?
    /// The canonical bytes of the signed transaction, in hex.
    package var transaction: String
    /// Texts of handles that it pays or binds.
    package var handles: [String]?

    package init(chain: String? = nil, transaction: String, handles: [String]? = nil) {
        self.chain = chain
        self.transaction = transaction
        self.handles = handles
    }
}
