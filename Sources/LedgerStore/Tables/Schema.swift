import GRDB

/// The tables. Integer keys, rows in the order of the keys; blobs are canonical encodings unless said otherwise.
enum Schema {
    /// The format that this release reads and writes.
    static let format: UInt64 = 6

    /// `transactions` holds the chain's bytes; a block is put together again from its header and its transactions, so no transaction is there twice.
    /// Amounts are numbers, or bytes where they are too large for SQLite's; of `accounts` the rest is what ``AccountRow`` packs.
    ///
    /// What a block appends by the thousand is packed: a row of `transactions`, `postings` or `refs` holds many records, one behind the other. A row of
    /// its own for each would cost more than all the rest of a block. No table lists an account's postings: each posting names the
    /// one before it of either account, and `accounts` the last one. `pending` has a row for each reward; its credits, issuer and epoch
    /// follow from the transaction and its block.
    ///
    /// `accounts`, `spending`, `pending` and `meta` hold what stands now, `id_runs` and `ids` what ``IDRun`` says; the other tables only grow.
    static let tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE blocks (
            height INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL,
            first_transaction INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
        CREATE TABLE transactions (first INTEGER PRIMARY KEY, height INTEGER NOT NULL, records BLOB NOT NULL) STRICT;
        CREATE TABLE id_runs (first INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
        CREATE TABLE ids (
            run INTEGER NOT NULL, prefix INTEGER NOT NULL, entries BLOB NOT NULL,
            PRIMARY KEY (run, prefix)) STRICT, WITHOUT ROWID;
        CREATE TABLE accounts (
            idx INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, balance ANY NOT NULL, earned ANY NOT NULL,
            pending ANY NOT NULL, last_posting INTEGER, rest BLOB NOT NULL) STRICT;
        CREATE INDEX accounts_by_balance ON accounts (balance DESC);
        CREATE INDEX accounts_by_earned ON accounts (earned DESC);
        CREATE TABLE spending (idx INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
        CREATE TABLE pending (
            tx INTEGER PRIMARY KEY, first INTEGER NOT NULL, matures_at INTEGER NOT NULL) STRICT;
        CREATE TABLE refs (first INTEGER PRIMARY KEY, records BLOB NOT NULL) STRICT;
        CREATE TABLE freed (
            reference BLOB NOT NULL, tx INTEGER NOT NULL, PRIMARY KEY (reference, tx)) STRICT, WITHOUT ROWID;
        CREATE TABLE revocations (
            number INTEGER PRIMARY KEY, tx INTEGER NOT NULL, credit INTEGER NOT NULL, by_tx INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX revocations_by_credit ON revocations (tx, credit);
        CREATE TABLE postings (first INTEGER PRIMARY KEY, height INTEGER NOT NULL, records BLOB NOT NULL) STRICT;
        CREATE TABLE names (id BLOB PRIMARY KEY, handle TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    static func exists(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0
    }
}
