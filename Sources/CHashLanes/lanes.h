// What the files of this module share: a task, and who can do it.
#pragma once
#include "hash_lanes.h"

struct job {
    const uint32_t *start;
    uint64_t startCount;
    const uint8_t *head;
    size_t headCount;
    const uint8_t *bytes;
    /// Where the messages stand; none where they are pairs of neighbours.
    const struct laurel_extent *extents;
    /// Which pairs; all where there are none.
    const size_t *pairs;
    size_t count;
    uint8_t *out;
};

void laurel_hash_two(const struct job *job);
void laurel_hash_eight(const struct job *job);
