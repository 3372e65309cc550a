import GRDB

/// The tables. Integer keys, rows in the order of the keys; blobs are canonical encodings unless said otherwise.
enum Schema {
    /// The format that this release reads and writes.
    static let format: UInt64 = 1

    /// `transactions` holds the chain's bytes; a block is put together again from its header and its transactions, so nothing is there twice.
    /// Amounts that are compared are 16 bytes, most significant first. `pending`, `spending`, `refs` hold what stands now;
    /// `blocks`, `transactions`, `revocations`, `postings` and `history` only grow.
    static let tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE blocks (
            height INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL,
            first_transaction INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
        CREATE TABLE transactions (
            number INTEGER PRIMARY KEY, height INTEGER NOT NULL, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE accounts (
            idx INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, record BLOB NOT NULL,
            balance BLOB NOT NULL, earned BLOB NOT NULL) STRICT;
        CREATE INDEX accounts_by_balance ON accounts (balance DESC);
        CREATE INDEX accounts_by_earned ON accounts (earned DESC);
        CREATE TABLE spending (idx INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
        CREATE TABLE pending (
            number INTEGER PRIMARY KEY, tx INTEGER NOT NULL, credit INTEGER NOT NULL, recipient INTEGER NOT NULL,
            revoked INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX pending_by_credit ON pending (tx, credit);
        CREATE INDEX pending_by_recipient ON pending (recipient);
        CREATE TABLE refs (reference BLOB PRIMARY KEY, tx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE revocations (
            number INTEGER PRIMARY KEY, tx INTEGER NOT NULL, credit INTEGER NOT NULL, by_tx INTEGER NOT NULL) STRICT;
        CREATE TABLE postings (
            number INTEGER PRIMARY KEY, height INTEGER NOT NULL, kind INTEGER NOT NULL, from_place INTEGER NOT NULL,
            from_account INTEGER, to_place INTEGER NOT NULL, to_account INTEGER, amount BLOB NOT NULL,
            tx INTEGER NOT NULL, credit INTEGER NOT NULL) STRICT;
        CREATE TABLE history (
            account INTEGER NOT NULL, posting INTEGER NOT NULL, PRIMARY KEY (account, posting)) STRICT, WITHOUT ROWID;
        CREATE TABLE names (id BLOB PRIMARY KEY, handle TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    static func exists(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0
    }
}
