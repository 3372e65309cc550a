#include "CFaultyDisk.h"

#include <sqlite3.h>
#include <string.h>

const int faulty_disk_full = SQLITE_FULL;
const int faulty_disk_write_error = SQLITE_IOERR_WRITE;
const int faulty_disk_sync_error = SQLITE_IOERR_FSYNC;
const int faulty_disk_truncate_error = SQLITE_IOERR_TRUNCATE;
const int faulty_disk_delete_error = SQLITE_IOERR_DELETE;
const int faulty_disk_open_error = SQLITE_CANTOPEN;

static sqlite3_vfs layer, *under;
static faulty_disk_hook ask;

/* SQLite's own file object follows directly. */
typedef struct {
    sqlite3_file base;
    const char *path; /* SQLite keeps it for as long as the file is open; NULL where nobody is asked. */
} faulty_file;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((faulty_file *)file + 1); }
static const char *path(sqlite3_file *file) { return ((faulty_file *)file)->path; }

static int close_file(sqlite3_file *file) {
    int result = real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
    if (path(file)) ask(FAULTY_DISK_CLOSE, path(file), 0, 0, 0, 0);
    return result;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    long long done = 0;
    int answer = path(file) ? ask(FAULTY_DISK_WRITE, path(file), bytes, count, offset, &done) : FAULTY_DISK_CARRY_OUT;
    if (answer == FAULTY_DISK_CARRY_OUT) done = count;
    if (done > 0) {
        int result = real(file)->pMethods->xWrite(real(file), bytes, (int)done, offset);
        if (result != SQLITE_OK) return result;
    }
    return answer > 0 ? answer : SQLITE_OK;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    int answer = path(file) ? ask(FAULTY_DISK_TRUNCATE, path(file), 0, 0, size, 0) : FAULTY_DISK_CARRY_OUT;
    if (answer == FAULTY_DISK_CARRY_OUT) return real(file)->pMethods->xTruncate(real(file), size);
    return answer > 0 ? answer : SQLITE_OK;
}

/* What is durable is decided by whoever is asked, so nothing is really synced. */
static int sync_file(sqlite3_file *file, int flags) {
    if (!path(file)) return real(file)->pMethods->xSync(real(file), flags);
    int answer = ask(FAULTY_DISK_SYNC, path(file), 0, 0, 0, 0);
    return answer > 0 ? answer : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int lock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int unlock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int is_reserved(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
static int control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
static int sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int characteristics(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int map_shared(sqlite3_file *file, int region, int size, int extend, void volatile **result) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, result);
}
static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int unmap_shared(sqlite3_file *file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

/* Version 2: with shared memory for the write-ahead log, without memory mapping, which would go past this layer. */
static const sqlite3_io_methods methods = {
    2,         close_file,   read_file,   write_file, truncate_file, sync_file,       file_size,  lock_file,   unlock_file,
    is_reserved, control, sector_size, characteristics, map_shared,    lock_shared, barrier,    unmap_shared, 0, 0,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    faulty_file *mine = (faulty_file *)file;
    memset(mine, 0, sizeof *mine);
    real(file)->pMethods = 0;
    if (name) {
        int answer = ask(FAULTY_DISK_OPEN, name, 0, (flags & SQLITE_OPEN_CREATE) != 0, 0, 0);
        if (answer > 0) return answer;
        if (answer != FAULTY_DISK_UNTRACKED) mine->path = name;
    }
    int result = under->xOpen(under, name, real(file), flags, out);
    if (real(file)->pMethods) mine->base.pMethods = &methods;
    else if (mine->path) ask(FAULTY_DISK_CLOSE, name, 0, 0, 0, 0);
    return result;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
    int answer = ask(FAULTY_DISK_DELETE, name, 0, sync, 0, 0);
    if (answer == FAULTY_DISK_CARRY_OUT || answer == FAULTY_DISK_UNTRACKED) return under->xDelete(under, name, sync);
    return answer > 0 ? answer : SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    return under->xAccess(under, name, flags, result);
}
static int full_path(sqlite3_vfs *vfs, const char *name, int size, char *result) {
    return under->xFullPathname(under, name, size, result);
}

void faulty_disk_install(faulty_disk_hook hook) {
    ask = hook;
    under = sqlite3_vfs_find(0);
    layer = *under;
    layer.zName = "faulty";
    layer.szOsFile = (int)sizeof(faulty_file) + under->szOsFile;
    layer.xOpen = open_file;
    layer.xDelete = delete_file;
    layer.xAccess = access_file;
    layer.xFullPathname = full_path;
    sqlite3_vfs_register(&layer, 1);
}
