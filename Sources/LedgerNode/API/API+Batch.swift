import Hummingbird
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay

extension API {
    /// Transactions that came together. They are judged one by one, in order.
    func submit(batch bytes: [UInt8], wait: Bool, as kind: MediaKind) async throws -> Response {
        if let refusal = await engine.screen(byteCount: bytes.count, senders: []) { throw ProblemView(refusal) }
        let batch: TransactionBatch
        do { batch = try TransactionBatch(decoding: bytes, limits: 1...Block.transactionLimit) } catch {
            throw ProblemView.malformedBody("the bytes are no batch: \(error)")
        }
        if let refusal = await engine.screen(byteCount: 0, senders: batch.senders) { throw ProblemView(refusal) }
        guard let turn = gate.transactions.share(batch.count) else { throw await busy() }
        defer { withExtendedLifetime(turn) {} }
        await engine.expect(batch)
        let checked = await check(batch)
        // All are admitted before the first is waited for, so that they share blocks.
        let admissions = await engine.admit(checked, of: batch)
        if wait { await lastOutcome(of: admissions) }
        var answers: [Result<Standing, ProblemView>] = []
        answers.reserveCapacity(batch.count)
        for (index, admission) in admissions.enumerated() {
            answers.append(await standing(admission, id: (try? checked[index].get())?.id, wait: wait))
        }
        return kind == .octets
            ? .bytes(try BatchReceipts(answers).encoded, .octets)
            : try .json(BatchView(results: try answers.map { try BatchResult($0, views) }))
    }

    /// Waits once for all: tickets settle in the order in which they were admitted.
    private func lastOutcome(of admissions: [Admission]) async {
        let last = admissions.reversed().lazy.compactMap { admission -> Ticket? in
            if case .waiting(let ticket) = admission { ticket } else { nil }
        }.first
        _ = await last?.outcome()
    }

    /// Checks the signatures of a batch on all cores.
    private func check(_ batch: TransactionBatch) async -> [Result<VerifiedTransaction, Rejection>] {
        let chunk = 64
        return await withTaskGroup(of: (Int, [Result<VerifiedTransaction, Rejection>]).self) { group in
            for start in stride(from: 0, to: batch.count, by: chunk) {
                group.addTask(executorPreference: checking) {
                    let range = start..<min(start + chunk, batch.count)
                    return (start, keys.with { batch.verify(range, on: chain, keys: &$0) })
                }
            }
            var parts: [(Int, [Result<VerifiedTransaction, Rejection>])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}

extension BatchResult {
    fileprivate init(_ answer: Result<Standing, ProblemView>, _ views: LedgerViews) throws {
        switch answer {
        case .success(let standing): self.init(receipt: try standing.view(views))
        case .failure(let problem): self.init(problem: problem)
        }
    }
}

extension BatchReceipts {
    fileprivate init(_ answers: [Result<Standing, ProblemView>]) throws {
        var places: [UInt64: Int] = [:]
        self.init()
        for answer in answers {
            switch answer {
            case .success(.committed(let receipt)):
                let height = receipt.header.header.height
                if places[height] == nil {
                    places[height] = headers.count
                    headers.append(receipt.header)
                }
                results.append(
                    .committed(
                        number: receipt.number, header: places[height] ?? 0, index: UInt32(receipt.index),
                        balance: receipt.balance, nextSequence: receipt.nextSequence))
            case .success(.waiting): results.append(.waiting)
            case .failure(let problem):
                results.append(.problem(String(decoding: try JSON.encode(problem), as: UTF8.self)))
            }
        }
    }
}
