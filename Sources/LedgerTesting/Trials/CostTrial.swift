import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// What costs a stranger little and must cost the node little: junk under many signatures, nested JSON, large reads, many who listen, many
/// who replay.
/// Each kind runs by itself beside an honest sender, whose 99th percentile is the measure.
package struct CostTrial: Sendable {
    package struct Options: Sendable {
        /// How long each kind lasts.
        package var seconds = 12
        package var junkConnections = 600
        package var junkBytesPerSecond = 2 << 20
        package var listeners = 1000
        package var replays = 200
        /// Each asks again as soon as it is answered.
        package var readers = 64
        /// Blocks of a reward of 1,024 credits each, to accounts of their own.
        package var largeBlocks = 90
        /// What the honest sender may wait, 99 times in 100.
        package var p99Ms = 500

        package init() {}
    }

    let options: Options
    let community: TestCommunity
    let port: UInt16
    let honest: HonestSender
    /// Sends what makes blocks for those who listen.
    let producerIndex: Int
    let client: LedgerClient

    /// Runs every kind.
    ///
    /// - Returns: what did not hold.
    func run(_ say: (String) -> Void) async throws -> [String] {
        var faults: [String] = []
        func judge(_ kind: String, _ what: String) async {
            let latencies = await honest.take()
            let holds = latencies.count > 0 && latencies.p99Ms <= options.p99Ms
            say("\(kind): \(what); an honest sender's \(latencies)\(holds ? "" : " — too slow")")
            if !holds {
                faults.append("\(kind): \(latencies.p99Ms) ms p99 of \(latencies.count), allowed are \(options.p99Ms)")
            }
        }
        for (kind, requests, part) in try [
            ("junk of 64 witnesses, of strangers", junk(of: nil), 1),
            ("junk of 64 witnesses, in the honest sender's name", junk(of: honest.key), 1),
            ("junk under the honest sender's key alone", junkOfOne(honest.key), 8),
        ] {
            let flood = SteadyRequests(
                requests, connections: options.junkConnections, port: port,
                bytesPerSecond: options.junkBytesPerSecond / part)
            await honest.send(for: .seconds(options.seconds))
            let counts = await flood.stop()
            await judge(
                kind, "\(rate(counts.bytes)) by \(options.junkConnections) connections, answers \(counts.statuses)")
            if counts.answers.keys.contains(where: { $0 < 400 }) { faults.append("\(kind): some of it was accepted") }
        }
        let json = SteadyRequests(
            Self.nestedJSON, connections: 64, port: port, bytesPerSecond: 8 * options.junkBytesPerSecond)
        await honest.send(for: .seconds(options.seconds))
        let counts = await json.stop()
        await judge("nested JSON", "\(rate(counts.bytes)) by 64 connections, answers \(counts.statuses)")
        if counts.answers.keys.contains(where: { $0 < 400 }) { faults.append("nested JSON: some of it was accepted") }

        let large = try await makeLargeBlocks()
        for (kind, request, allowed) in Self.reads(ofBlock: large) {
            let flood = EagerReaders(request, connections: options.readers, port: port)
            await honest.send(for: .seconds(options.seconds))
            let counts = await flood.stop()
            await judge(kind, "\(options.readers) connections that ask without a pause, answers \(counts.statuses)")
            if let other = counts.answers.keys.first(where: { !allowed.contains($0) }) {
                faults.append("\(kind): answers of status \(other)")
            }
            if counts.requests == 0 { faults.append("\(kind): nothing was answered") }
        }

        for (kind, count, height) in [
            ("listeners", options.listeners, nil), ("replays from the start", options.replays, UInt64(0)),
        ] {
            let listeners = try Listeners(count, port: port, after: height, perAddress: 60)
            if await !listeners.answered(count) { faults.append("\(kind): not all were answered") }
            let requests = try Flood.presign(
                community, senders: producerIndex..<producerIndex + 1, requests: 30,
                firstSequence: height == nil ? 0 : 3000)
            let load = Flood(requests, port: port, repeats: false)
            await honest.send(for: .seconds(options.seconds))
            _ = await load.finished()
            let got = listeners.counts
            await listeners.stop()
            let isOver = await noneListens()
            if !isOver { faults.append("\(kind): the node keeps their places when they have gone") }
            await judge(
                "\(count) \(kind)",
                "\(got.open) open at the end, \(got.refused) refused or ended, \(rate(got.bytes)) to them beside 3,000 transfers"
            )
            if got.open < count * 9 / 10 { faults.append("\(kind): \(got.open) of \(count) are open at the end") }
        }
        return faults
    }

    /// What is large to read, and the statuses that its answers may have.
    private static func reads(ofBlock height: UInt64) -> [(String, [UInt8], Set<Int>)] {
        func get(_ path: String, _ headers: String = "") -> [UInt8] {
            Array("GET \(path) HTTP/1.1\r\nhost: localhost\r\n\(headers)\r\n".utf8)
        }
        func accept(_ count: Int) -> String {
            "accept: " + String(repeating: "a,", count: count) + "*/*\r\n"
        }
        return [
            ("big Accept headers", get("/v1/status", accept(8_000)), [200]),
            ("Accept headers over the limit", get("/v1/status", accept(35_000)), [431]),
            ("large pages of accounts", get("/v1/accounts?order=balance&limit=1000"), [200, 503]),
            ("pages of blocks", get("/v1/blocks?from=\(height)&limit=100"), [200, 503]),
            ("one large block as JSON", get("/v1/blocks/\(height)"), [200, 503]),
        ]
    }

    /// - Returns: the height of the first.
    private func makeLargeBlocks() async throws -> UInt64 {
        var first: UInt64?
        for number in 0..<options.largeBlocks {
            let credits = try (0..<1024).map { index in
                guard let reference = Reference("large:\(number):\(index)") else {
                    throw TrialFault("a reference of the trial is none")
                }
                return Credit(
                    to: TrialSender.account(2000 + number * 300 + index % 300), amount: Amount(10),
                    reason: .ticketResolved, reference: reference)
            }
            let sequence = try await client.account(.key(community.issuer.publicKey)).sequence
            let transaction = Transaction(
                sender: .key(community.issuer.publicKey), sequence: sequence, validUntil: .latest,
                action: Action(Reward(credits)))
            let bytes = try SignedTransaction(
                transaction, on: community.genesis.chainID, keys: [community.issuer]
            ).encoded
            let receipt = try await client.submit(bytes)
            first = first ?? receipt.height
        }
        return first ?? 1
    }

    /// Waits until the node says that nobody listens; in vain for at most 30 s.
    private func noneListens() async -> Bool {
        let request = Array("GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8)
        for _ in 0..<600 {
            if let connection = try? RawConnection(port: port), connection.send(request),
                let body = connection.receive()?.body,
                String(decoding: body, as: UTF8.self).contains("\nlaurel_event_listeners 0\n")
            {
                return true
            }
            // What is waited for is in another process, so it is asked for again and again.
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return false }
        }
        return false
    }

    private func rate(_ bytes: Int) -> String {
        String(format: "%.1f MB/s", Double(bytes) / 1e6 / Double(options.seconds))
    }

    /// Burns under the signatures of 64 keys, all of them sound but the last. With a `sender`, that one is named, and its key stands first
    /// among the witnesses, so that nothing but signatures tells that it is not the sender's.
    private func junk(of sender: SecretKey?) throws -> [[UInt8]] {
        let keys = (0..<64).map { TestKeys.key("junk \($0)") }
        return try (0..<16).map { number in
            let named = sender ?? keys[0]
            let transaction = Transaction(
                sender: .key(named.publicKey), sequence: Self.aheadOfAll + UInt64(number), validUntil: .latest,
                action: Action(Samples.spending(1)))
            let signers = sender == nil ? keys : Array(keys.prefix(63))
            var witnesses = try signers.map { key in
                Witness(key: key.publicKey, signature: try key.sign(transaction.id(on: community.genesis.chainID)))
            }
            if let sender { witnesses.append(Witness(key: sender.publicKey, signature: witnesses[0].signature)) }
            var bytes = SignedTransaction(transaction, witnesses: witnesses).encoded
            bytes[bytes.count - 1] ^= 1
            return RawConnection.post(bytes, type: "application/octet-stream", wait: true)
        }
    }

    /// So far ahead that the honest sender does not get there, and near enough that others of its might stand before it.
    private static let aheadOfAll: UInt64 = 8000

    /// Burns in the honest sender's name under its key, of which nothing but the signature is wrong.
    private func junkOfOne(_ sender: SecretKey) throws -> [[UInt8]] {
        try (0..<16).map { number in
            let transaction = Transaction(
                sender: .key(sender.publicKey), sequence: Self.aheadOfAll + UInt64(number), validUntil: .latest,
                action: Action(Samples.spending(1)))
            let witness = Witness(key: sender.publicKey, signature: try sender.sign(.zero))
            return RawConnection.post(
                SignedTransaction(transaction, witnesses: [witness]).encoded, type: "application/octet-stream",
                wait: true)
        }
    }

    /// Deep and small, deep and wide, and as wide as a body may be.
    private static let nestedJSON: [[UInt8]] = {
        func nested(_ depth: Int, _ open: String, _ close: String, _ item: String, _ size: Int) -> [UInt8] {
            let items = [String](repeating: item, count: max(1, size / (item.utf8.count + 1))).joined(separator: ",")
            let text =
                "{\"transaction\":" + String(repeating: open, count: depth) + items
                + String(repeating: close, count: depth) + "}"
            return RawConnection.post(Array(text.utf8), type: "application/json", wait: true)
        }
        return [
            nested(450, "[", "]", "[]", 0), nested(490, "[", "]", "{}", 16_384), nested(500, "{\"\":", "}", "1", 0),
            nested(20, "[", "]", "[[],{}]", 65_536), nested(1, "[", "]", "[]", 1_000_000),
            nested(500_000, "[", "]", "1", 0),
        ]
    }()
}
