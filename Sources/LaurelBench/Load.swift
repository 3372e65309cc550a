import Foundation
import Ledger
import LedgerCrypto
import LedgerTesting

/// Signed transactions for a number of connections, each with senders of its own, so that no connection waits for another's order.
struct Load: Sendable {
    /// For each connection, in order.
    let streams: [[[UInt8]]]

    var count: Int { streams.reduce(0) { $0 + $1.count } }
    var all: [[UInt8]] { streams.flatMap { $0 } }

    /// Transfers by people in turn, each of the smallest amount to the next.
    ///
    /// - Parameter sequences: how many transactions each person has sent before; renewed.
    static func transfers(
        _ count: Int, _ community: BenchCommunity, connections: Int, validUntil: Timestamp, sequences: inout [UInt64]
    ) throws -> Load {
        let people = community.people
        let chain = community.genesis.chainID
        var unsigned: [(Transaction, Int)] = []
        for index in 0..<count {
            let sender = index % people.count
            let to = AccountID.key(people[(sender + 1) % people.count].publicKey)
            unsigned.append(
                (
                    Transaction(
                        sender: .key(people[sender].publicKey), sequence: sequences[sender], validUntil: validUntil,
                        action: Action(Transfer(to: to, amount: Amount(1)))), sender
                ))
            sequences[sender] += 1
        }
        let signed = try Parallel.map(count) { [unsigned] index in
            Result { try SignedTransaction(unsigned[index].0, on: chain, keys: [people[unsigned[index].1]]).encoded }
        }.map { try $0.get() }
        var streams = [[[UInt8]]](repeating: [], count: connections)
        for (index, bytes) in signed.enumerated() { streams[unsigned[index].1 % connections].append(bytes) }
        return Load(streams: streams)
    }

    /// Writes it for a client in a process of its own: count of streams, then of each its count and its transactions with their lengths.
    func write(to path: String) throws {
        var encoder = CanonicalEncoder()
        encoder.write(UInt32(streams.count))
        for stream in streams {
            encoder.write(UInt32(stream.count))
            for bytes in stream {
                encoder.write(UInt32(bytes.count))
                encoder.write(raw: bytes)
            }
        }
        try Data(encoder.bytes).write(to: URL(filePath: path))
    }

    init(streams: [[[UInt8]]]) { self.streams = streams }

    init(path: String) throws {
        var decoder = CanonicalDecoder([UInt8](try Data(contentsOf: URL(filePath: path))))
        var streams: [[[UInt8]]] = []
        for _ in 0..<(try decoder.readInteger(UInt32.self)) {
            var stream: [[UInt8]] = []
            for _ in 0..<(try decoder.readInteger(UInt32.self)) {
                let count = try decoder.readInteger(UInt32.self)
                stream.append(try decoder.readRaw(Int(count), "a transaction"))
            }
            streams.append(stream)
        }
        self.streams = streams
    }
}
