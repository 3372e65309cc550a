#ifndef C_FAULTY_DISK_H
#define C_FAULTY_DISK_H

/* A layer over SQLite's own file access (VFS) that asks before each change of a file. For tests only. */

enum faulty_disk_operation {
    FAULTY_DISK_OPEN,     /* a file is opened, and made if it is not there */
    FAULTY_DISK_WRITE,    /* `count` of `bytes` at `offset` */
    FAULTY_DISK_TRUNCATE, /* to `offset` bytes */
    FAULTY_DISK_SYNC,
    FAULTY_DISK_CLOSE,    /* the answer does not matter */
    FAULTY_DISK_DELETE,   /* `count` is 1 where the folder is to be synced too */
};

enum faulty_disk_answer {
    FAULTY_DISK_CARRY_OUT = 0,
    FAULTY_DISK_PRETEND = -1,   /* do nothing and say that it was done */
    FAULTY_DISK_UNTRACKED = -2, /* only for OPEN: do not ask again about this file */
};

/* One of the answers, or an SQLite result code to fail with, after the first `*done` bytes of a write were carried out. */
typedef int (*faulty_disk_hook)(
    int operation, const char *path, const void *bytes, long long count, long long offset, long long *done);

/* Makes the layer SQLite's default for files that are opened from now on. To be called once. */
void faulty_disk_install(faulty_disk_hook hook);

/* SQLite's result codes for what a disk does. */
extern const int faulty_disk_full, faulty_disk_write_error, faulty_disk_sync_error, faulty_disk_truncate_error,
    faulty_disk_delete_error, faulty_disk_open_error;

#endif
