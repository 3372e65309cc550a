#include "lanes.h"

#if defined(__x86_64__)
#include <cpuid.h>

int laurel_hash_can(int lanes) {
    unsigned int a, b = 0, c, d;
    switch (lanes) {
    case 2: return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) && __builtin_cpu_supports("sse4.1");
    case 8: return __builtin_cpu_supports("avx2");
    default: return 0;
    }
}

static void run(int lanes, const struct job *job) {
    if (lanes == 2) laurel_hash_two(job);
    else laurel_hash_eight(job);
}

void laurel_hash_many(
    int lanes, const uint32_t start[8], uint64_t startCount, const uint8_t *head, size_t headCount,
    const uint8_t *bytes, const struct laurel_extent *extents, size_t count, uint8_t *out) {
    const struct job job = {start, startCount, head, headCount, bytes, extents, NULL, count, out};
    run(lanes, &job);
}

void laurel_hash_nodes(
    int lanes, const uint32_t start[8], const uint8_t *below, const size_t *indices, size_t count, uint8_t *above) {
    static const uint8_t head = 1;
    const struct job job = {start, 0, &head, 1, below, NULL, indices, count, above};
    run(lanes, &job);
}

#else

int laurel_hash_can(int lanes) { return 0; }

void laurel_hash_many(
    int lanes, const uint32_t start[8], uint64_t startCount, const uint8_t *head, size_t headCount,
    const uint8_t *bytes, const struct laurel_extent *extents, size_t count, uint8_t *out) {
    __builtin_trap();
}

void laurel_hash_nodes(
    int lanes, const uint32_t start[8], const uint8_t *below, const size_t *indices, size_t count, uint8_t *above) {
    __builtin_trap();
}

#endif
