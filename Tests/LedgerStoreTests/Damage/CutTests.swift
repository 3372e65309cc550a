import FoundationEssentials
import GRDB
import Ledger
import LedgerStore
import Testing

import struct LedgerTesting.SeededRandom

/// Coarser damage than a bit: files that were cut, rows that are gone, rows that changed places.
///
/// The tables are those that the file itself names, so a table that is added to the index is attacked too.
@Suite struct CutTests {
    @Test func `a database that was cut anywhere is reported`() async throws {
        let damaged = try DamagedFolder(seed: 31, blocks: 10, transactions: 8)
        let whole = DamagedFolder.read(damaged.database)
        var random = SeededRandom(seed: 32)
        let lengths =
            stride(from: 0, to: whole.count, by: 4096)
            + (0..<30).map { _ in Int.random(in: 0..<whole.count, using: &random) }
        for length in lengths {
            try Data(whole[..<length]).write(to: URL(filePath: damaged.database))
            #expect(try await damaged.finding() != nil, "cut to \(length) bytes")
        }
        try Data(whole).write(to: URL(filePath: damaged.database))
        #expect(try await damaged.finding() == nil)
    }

    @Test func `a log that was cut loses its last blocks, which whoever knows the head sees`() async throws {
        let damaged = try DamagedFolder(seed: 33, blocks: 8, transactions: 8, inLog: 4)
        try damaged.restoreLog()
        let whole = DamagedFolder.read(damaged.log)
        let end = LogMap(database: DamagedFolder.read(damaged.database), log: whole, pageSize: 4096).end
        var random = SeededRandom(seed: 34)
        for length in [0, 31, 32, end - 1] + (0..<30).map({ _ in Int.random(in: 0..<end, using: &random) }) {
            try Data(whole[..<length]).write(to: URL(filePath: damaged.log))
            let finding = try await damaged.finding()
            #expect(finding?.hasPrefix("it ends at block ") == true, "cut to \(length): \(finding ?? "it holds")")
        }
        try Data(whole[..<end]).write(to: URL(filePath: damaged.log))
        #expect(try await damaged.finding() == nil)
    }

    /// Texts of handles are for people and no part of the truth: that one is missing is no damage.
    private static let spared = ["names"]

    private static func tables(_ db: Database) throws -> [(name: String, keys: [String], others: [String])] {
        try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .filter { !spared.contains($0) }
            .map { table in
                let columns = try Row.fetchAll(db, sql: "SELECT name, pk FROM pragma_table_info('\(table)')")
                let keys = columns.filter { $0["pk"] as Int > 0 }.map { $0["name"] as String }
                return (table, keys, columns.map { $0["name"] as String }.filter { !keys.contains($0) })
            }
    }

    /// Damages the database by `change`, looks at what the audit says, and puts the file back.
    private func finding(
        _ damaged: DamagedFolder, _ change: (Database) throws -> Void
    ) async throws -> String? {
        let whole = DamagedFolder.read(damaged.database)
        try DatabaseQueue(path: damaged.database).write(change)
        let finding = try await damaged.finding()
        try Data(whole).write(to: URL(filePath: damaged.database))
        return finding
    }

    /// The folder of the first seed from `seed` on whose chain leaves a row in each table.
    private static func filled(from seed: UInt64) async throws -> DamagedFolder {
        for seed in seed..<seed + 50 {
            let damaged = try DamagedFolder(seed: seed, blocks: 20, transactions: 20)
            let isFilled = try await DatabaseQueue(path: damaged.database).read { db in
                try tables(db).allSatisfy {
                    try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT * FROM \($0.name))") == true
                }
            }
            if isFilled { return damaged }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    @Test func `a row that is gone from any table is reported`() async throws {
        let damaged = try await Self.filled(from: 35)
        var random = SeededRandom(seed: 36)
        for table in try await DatabaseQueue(path: damaged.database).read(Self.tables) {
            let match = table.keys.map { "\($0) IS ?" }.joined(separator: " AND ")
            for _ in 0..<4 {
                let choice = random.next()
                var gone: [DatabaseValue] = []
                let finding = try await finding(damaged) { db in
                    let keys = try Row.fetchAll(
                        db, sql: "SELECT \(table.keys.joined(separator: ", ")) FROM \(table.name)")
                    try #require(!keys.isEmpty, "no row in \(table.name) to delete")
                    gone = Array(keys[Int(choice % UInt64(keys.count))].databaseValues)
                    try db.execute(
                        sql: "DELETE FROM \(table.name) WHERE \(match)", arguments: StatementArguments(gone))
                    #expect(db.changesCount == 1)
                }
                #expect(finding != nil, "\(table.name) without \(gone)")
            }
        }
        #expect(try await damaged.finding() == nil)
    }

    @Test func `two rows of any table that changed places are reported`() async throws {
        let damaged = try DamagedFolder(seed: 37, blocks: 12, transactions: 12)
        var random = SeededRandom(seed: 38)
        var swapped: Set<String> = []
        for table in try await DatabaseQueue(path: damaged.database).read(Self.tables)
        where table.keys.count == 1 && !table.others.isEmpty {
            let key = table.keys[0]
            for _ in 0..<4 {
                let (one, other) = (random.next(), random.next())
                var places: [DatabaseValue] = []
                let finding = try await finding(damaged) { db in
                    let all = try DatabaseValue.fetchAll(db, sql: "SELECT \(key) FROM \(table.name)")
                    guard all.count > 1 else { return }
                    let first = Int(one % UInt64(all.count))
                    let second = (first + 1 + Int(other % UInt64(all.count - 1))) % all.count
                    places = [all[first], all[second]]
                    // By way of a key that nobody has.
                    let spare: DatabaseValue =
                        switch places[0].storage {
                        case .int64: (-1).databaseValue
                        case .string: "spare".databaseValue
                        default: Data([0xFF]).databaseValue
                        }
                    for (from, to) in [(places[0], spare), (places[1], places[0]), (spare, places[1])] {
                        try db.execute(
                            sql: "UPDATE \(table.name) SET \(key) = ? WHERE \(key) = ?", arguments: [to, from])
                        try #require(db.changesCount == 1)
                    }
                }
                guard !places.isEmpty else { continue }
                swapped.insert(table.name)
                #expect(finding != nil, "\(table.name): \(places) changed places")
            }
        }
        #expect(swapped.count > 5, "\(swapped.sorted())")
        #expect(try await damaged.finding() == nil)
    }
}
