#pragma once
#include <stddef.h>
#include <stdint.h>

/// Where a message stands among the bytes that hold all of them.
struct laurel_extent {
    size_t start, end;
};

/// Whether this processor can hash with so many lanes: 2 with SHA extensions, whose instructions each wait for the one before, which a
/// second message fills; 8 with AVX2. Asks the processor each time, which takes microseconds under a hypervisor:
/// keep the answer.
int laurel_hash_can(int lanes);

/// SHA-256 (FIPS 180-4) of many messages: of what `start` has hashed so far, `startCount` bytes in whole blocks, then `head`, at most
/// 63 bytes, then the message. Writes 32 bytes for each of the `count` messages, in their order.
///
/// `lanes` is 2 or 8, and `laurel_hash_can` holds for it.
void laurel_hash_many(
    int lanes, const uint32_t start[8], uint64_t startCount, const uint8_t *head, size_t headCount,
    const uint8_t *bytes, const struct laurel_extent *extents, size_t count, uint8_t *out);

/// Nodes of an RFC 6962 tree: for each `i` of `indices`, SHA-256(01 ‖ below[2i] ‖ below[2i + 1]) is written to `above[i]`; 32 bytes each.
/// Without `indices`, for 0, 1, … up to `count`; then `above` may be `below`, whose first half is replaced.
///
/// `start` has hashed nothing, and `lanes` is as above.
void laurel_hash_nodes(
    int lanes, const uint32_t start[8], const uint8_t *below, const size_t *indices, size_t count, uint8_t *above);
