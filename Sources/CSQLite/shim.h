#include <sqlite3.h>

// Functions with variable arguments do not reach Swift; this one does.

/// Lets SQLite allocate without counting what it has, which it does under a lock that all connections share. Only before its first use.
static inline int laurel_sqlite_allocate_uncounted(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
