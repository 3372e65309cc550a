package import Ledger

/// The answers to a batch in canonical bytes. Transactions that were sent together are in few blocks, so each header is there once; the
/// ids are the client's to work out from what it sent.
package struct BatchReceipts: Canonical, Equatable {
    package enum Entry: Equatable, Sendable {
        /// Durable: its running number, the header of its block (by place in `headers`), its place in that block, and the sender's balance
        /// and next sequence after it.
        case committed(number: UInt64, header: Int, index: UInt32, balance: Amount, nextSequence: UInt64)
        /// Admitted; it was asked not to wait.
        case waiting
        /// Not admitted: the problem as JSON.
        case problem(String)
    }

    package var headers: [SignedHeader]
    package var results: [Entry]

    package init(headers: [SignedHeader] = [], results: [Entry] = []) {
        self.headers = headers
        self.results = results
    }

    package static let limit = Block.transactionLimit

    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(headers)
        encoder.write(results)
    }

    package init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        headers = try decoder.readList(
            SignedHeader.self, 0...Self.limit, elementBytes: SignedHeader.byteCount, "headers")
        results = try decoder.readList(Entry.self, 0...Self.limit, elementBytes: 1, "results")
    }
}

extension BatchReceipts.Entry: Canonical {
    package func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .committed(let number, let header, let index, let balance, let nextSequence):
            encoder.write(uleb128: 0)
            encoder.write(number)
            encoder.write(uleb128: header)
            encoder.write(index)
            encoder.write(balance)
            encoder.write(nextSequence)
        case .waiting: encoder.write(uleb128: 1)
        case .problem(let json):
            encoder.write(uleb128: 2)
            encoder.write(json)
        }
    }

    package init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        switch try decoder.readTag(of: 3, "a result") {
        case 0:
            self = .committed(
                number: try decoder.readInteger(), header: try decoder.readULEB128(),
                index: try decoder.readInteger(), balance: try Amount(from: &decoder),
                nextSequence: try decoder.readInteger())
        case 1: self = .waiting
        default: self = .problem(try decoder.readString(0...65_536, "a problem"))
        }
    }
}
