import GRDB

extension Schema {
    /// Makes sure that the file declares what ``tables`` declares, to the letter, and nothing beside: no trigger, view, further table or index, no
    /// generated column. SQLite reads some altered declarations as if nothing were wrong, such as a column whose name changed its case.
    ///
    /// A file that declares nothing passes: a ledger is about to be made in it, or it holds none.
    ///
    /// - Throws: ``StoreError/schema(directory:found:expected:)``; ``StoreError/format(directory:got:known:)`` where the file says that it is another release's.
    static func check(_ db: Database, of directory: String) throws {
        let expected = try declared.get()
        let found = try declarations(db, limit: expected.count + 1)
        guard !found.isEmpty else { return }
        let hasMeta = found.contains { $0 == expected.first { $0.hasPrefix("'table' 'meta' ") } }
        if hasMeta { try Meta.requireBounded(db) }
        guard found != expected else { return }
        // Another release's tables are told by their format. To ask for it is safe where `meta` is the table that it should be.
        if hasMeta,
            let format = try? Meta.format.value(db, as: FormatNumber.self).number, format != Self.format
        {
            throw StoreError.format(directory: directory, got: format, known: Self.format)
        }
        let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
        throw StoreError.schema(
            directory: directory, found: excerpt(found, place), expected: excerpt(expected, place))
    }

    private static let declared = Result {
        try DatabaseQueue().write { fresh in
            try fresh.execute(sql: tables)
            return try declarations(fresh, limit: .max)
        }
    }

    /// As SQL literals, so that a text that became bytes is another one. Of each no more than is needed to see that it is another.
    private static func declarations(_ db: Database, limit: Int) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT quote(type) || ' ' || quote(substr(name, 1, 200)) || ' of ' || quote(substr(tbl_name, 1, 200)) || ': '
                    || quote(substr(sql, 1, 4000))
                FROM sqlite_master ORDER BY name, type LIMIT ?
                """, arguments: [limit])
    }

    private static func excerpt(_ declarations: [String], _ place: Int) -> String {
        guard declarations.indices.contains(place) else { return "nothing more" }
        let text = declarations[place]
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
