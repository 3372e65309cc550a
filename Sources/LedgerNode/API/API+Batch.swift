import Hummingbird
import Ledger
import LedgerAPI
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
        var turn: Budget.Share?
        defer { withExtendedLifetime(turn) {} }
        // All are admitted before the first is waited for, so that they share blocks.
        let admissions = try await admit(batch, &turn)
        if wait { await lastOutcome(of: admissions) }
        // Receipts that must be read from the store one by one are not read on the threads that answer others.
        let lookups = admissions.count { $0.asksForReceipt }
        let answers = await withTaskExecutorPreference(lookups > 64 ? checking : nil) {
            var answers: [Result<Progress, ProblemView>] = []
            answers.reserveCapacity(batch.count)
            for (index, admission) in admissions.enumerated() {
                answers.append(await progress(admission, id: batch.id(of: index, on: chain), wait: wait))
            }
            return answers
        }
        return kind == .octets
            ? .bytes(try BatchReceipts(answers).encoded, .octets)
            : try .json(BatchView(results: try answers.map { try BatchResult($0, views) }))
    }

    /// Judges the transactions of a batch in their order, in stretches, each of which is screened, checked and applied before the next.
    ///
    /// Nearly always one stretch is all of it. ``Engine/screen(_:from:faults:)`` says where one ends.
    ///
    /// - Parameter turn: the share of signatures that are in hand, to be kept until the batch is answered.
    private func admit(_ batch: TransactionBatch, _ turn: inout Budget.Share?) async throws -> [Admission] {
        var faults: [Int: Rejection] = [:]
        for index in 0..<batch.count { faults[index] = batch.fault(of: index) }
        var admissions: [Admission] = []
        var isExpected = false
        while admissions.count < batch.count {
            let start = admissions.count
            let screened = await engine.screen(batch, from: start, faults: faults)
            let open = screened.indices.filter { screened[$0] == nil }.map { start + $0 }
            // What an earlier stretch left waits in the engine's queue, which has limits of its own.
            turn = nil
            // A look into the store costs about as much as a check.
            let count = open.reduce(screened.count { $0?.asksForReceipt == true }) { $0 + batch[$1].witnesses.count }
            turn = count == 0 ? nil : gate.signatures.share(count)
            if count > 0, turn == nil {
                guard isExpected else { throw await busy() }
                let rest = [Judgement](repeating: .foreseen(.refused(.busy)), count: batch.count - start)
                return admissions + (await engine.admit(rest, of: batch, from: start))
            }
            if !isExpected { await engine.expect(batch) }
            isExpected = true
            var checked = await check(batch, open).makeIterator()
            let judgements = screened.compactMap { known -> Judgement? in
                known.map { .foreseen($0) } ?? checked.next().map { .checked($0) }
            }
            admissions += await engine.admit(judgements, of: batch, from: start)
        }
        return admissions
    }

    /// Waits once for all: outcomes are told in the order of admission.
    private func lastOutcome(of admissions: [Admission]) async {
        let last = admissions.reversed().lazy.compactMap { admission -> WaitingTransaction? in
            switch admission {
            case .waiting(let one), .repeated(let one): one
            case .rejected, .refused: nil
            }
        }.first
        _ = await last?.outcome()
    }

    /// Checks the signatures of some of a batch on all cores.
    private func check(
        _ batch: TransactionBatch, _ indices: [Int]
    ) async -> [Result<VerifiedTransaction, Rejection>] {
        let chunk = 64
        return await withTaskGroup(of: (Int, [Result<VerifiedTransaction, Rejection>]).self) { group in
            for start in stride(from: 0, to: indices.count, by: chunk) {
                group.addTask(executorPreference: checking) {
                    let part = indices[start..<min(start + chunk, indices.count)]
                    return (start, keys.with { batch.verify(part, on: chain, keys: &$0) })
                }
            }
            var parts: [(Int, [Result<VerifiedTransaction, Rejection>])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}

extension BatchResult {
    fileprivate init(_ answer: Result<Progress, ProblemView>, _ views: LedgerViews) throws {
        switch answer {
        case .success(let progress): self.init(receipt: try progress.view(views))
        case .failure(let problem): self.init(problem: problem)
        }
    }
}

extension BatchReceipts {
    fileprivate init(_ answers: [Result<Progress, ProblemView>]) throws {
        var places: [UInt64: Int] = [:]
        self.init()
        for answer in answers {
            switch answer {
            case .success(.committed(let receipt, _)):
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
