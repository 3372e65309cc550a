// SHA256_Init and its like are deprecated in OpenSSL 3 but remain the fastest way to hash short messages.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>
#include <sys/prctl.h>

// Hashing of whole messages whose length is known. `SHA256_Update` gathers bytes in a buffer and `SHA256_Final` looks where they
// end; for messages of one to four blocks, which are nearly all of ours, that costs about as much as the hashing. Here the blocks are
// laid out at once and given to libcrypto's compression function.

/// Writes the eight words of a state as the 32 bytes of a hash.
static inline void laurel_sha256_write(const SHA256_CTX *context, unsigned char *out32) {
    for (int i = 0; i < 8; i++) {
        unsigned int word = __builtin_bswap32(context->h[i]);
        memcpy(out32 + 4 * i, &word, 4);
    }
}

/// SHA-256 of what `start` has hashed so far, a whole number of blocks, then `head`, then `data`. `headCount` is at most 63.
static inline void laurel_sha256(
    unsigned char *out32, const SHA256_CTX *start, const unsigned char *head, size_t headCount,
    const unsigned char *data, size_t count) {
    SHA256_CTX context = *start;
    unsigned char block[128];
    unsigned long long bits = 8ull * (headCount + count) + context.Nl + ((unsigned long long)context.Nh << 32);
    size_t filled = 64 - headCount;
    if (filled > count) filled = count;
    if (headCount > 0) memcpy(block, head, headCount);
    if (filled > 0) memcpy(block + headCount, data, filled);
    size_t rest = headCount + filled;
    if (rest == 64) {
        SHA256_Transform(&context, block);
        for (; count - filled >= 64; filled += 64) SHA256_Transform(&context, data + filled);
        rest = count - filled;
        if (rest > 0) memcpy(block, data + filled, rest);
    }
    size_t end = rest < 56 ? 64 : 128;
    block[rest] = 0x80;
    memset(block + rest + 1, 0, end - 8 - rest - 1);
    bits = __builtin_bswap64(bits);
    memcpy(block + end - 8, &bits, 8);
    SHA256_Transform(&context, block);
    if (end == 128) SHA256_Transform(&context, block + 64);
    laurel_sha256_write(&context, out32);
}

/// SHA-256 of 01 ‖ left ‖ right, whose 65 bytes always make the same two blocks. `start` has hashed nothing yet.
static inline void laurel_sha256_node(
    unsigned char *out32, const SHA256_CTX *start, const unsigned char *left32, const unsigned char *right32) {
    SHA256_CTX context = *start;
    unsigned char block[128] = {1};
    memcpy(block + 1, left32, 32);
    memcpy(block + 33, right32, 32);
    block[65] = 0x80;
    block[126] = 65 * 8 >> 8;
    block[127] = 65 * 8 & 0xFF;
    SHA256_Transform(&context, block);
    SHA256_Transform(&context, block + 64);
    laurel_sha256_write(&context, out32);
}

/// prctl(2) has variable arguments, which do not reach Swift. Returns 0, or -1 with `errno` set.
static inline int laurel_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Whether the process may be dumped: 0 where it may not.
static inline int laurel_may_be_dumped(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
