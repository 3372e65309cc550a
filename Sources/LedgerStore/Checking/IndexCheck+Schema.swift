import GRDB

/// The tables and indexes themselves.
extension IndexCheck {
    /// The file declares what ``Schema/tables`` declares, to the letter. SQLite reads some altered declarations as if nothing
    /// were wrong, such as a column whose name changed its case.
    static func checkSchema(_ db: Database) throws -> Damage? {
        let expected = try DatabaseQueue().write { fresh in
            try fresh.execute(sql: Schema.tables)
            return try declarations(fresh)
        }
        let found = try declarations(db)
        for (found, expected) in zip(found, expected) where found != expected {
            return Damage(.file, "schema", found: found, expected: expected)
        }
        guard found.count != expected.count else { return nil }
        return Damage(
            .file, "schema", found: "\(found.count) tables and indexes", expected: "\(expected.count)")
    }

    /// As SQL literals, so that a text that became bytes is another one.
    private static func declarations(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT quote(type) || ' ' || quote(name) || ' of ' || quote(tbl_name) || ': ' || quote(sql)
                FROM sqlite_master ORDER BY name, type
                """)
    }
}
