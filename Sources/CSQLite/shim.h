#include <sqlite3.h>

// Functions with variable arguments do not reach Swift; these do.

/// Lets SQLite allocate without counting what it has, which it does under a lock that all connections share. Only before its first use.
static inline int laurel_sqlite_allocate_uncounted(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// The most bytes that a value or a row may have.
#define LAUREL_SQLITE_LONGEST (64 << 20)

/// Tells a connection not to trust its file: no value that is larger than the largest block by far, no triggers, no views, no functions with effects from a schema, no way to write the schema itself.
static inline int laurel_sqlite_distrust(sqlite3 *connection) {
    int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (code == SQLITE_OK) code = sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    if (code == SQLITE_OK) code = sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
    if (code == SQLITE_OK) code = sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
    if (code == SQLITE_OK) sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, LAUREL_SQLITE_LONGEST);
    return code;
}
