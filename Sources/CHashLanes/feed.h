// Feeds lanes: each gets a message, block by block, and the next message when one is through.
#pragma once
#include "lanes.h"
#include <string.h>

/// The most lanes that there are.
#define LANES 8

/// A message on its way through a lane. The blocks in its middle are read where they stand; the first, which begins with the head, and
/// the last one or two, which hold the padding, are laid out here.
struct lane {
    size_t block, whole, blocks;
    const uint8_t *data;
    uint8_t *out;
    uint8_t first[64], last[128];
};

/// Lays out a message: `head` bytes of the job's, then `count` of `data`.
static inline __attribute__((always_inline)) void layOut(
    struct lane *lane, const struct job *job, size_t head, const uint8_t *data, size_t count) {
    size_t total = head + count;
    size_t whole = total / 64, rest = total % 64, padded = rest < 56 ? 64 : 128;
    lane->block = 0;
    lane->whole = whole;
    lane->blocks = whole + padded / 64;
    // Where block 0 would begin if the head stood before the data; only later blocks are read there.
    lane->data = data - head;
    uint8_t *front = whole > 0 ? lane->first : lane->last;
    memcpy(front, job->head, head);
    memcpy(front + head, data, (whole > 0 ? 64 : total) - head);
    if (whole > 0) memcpy(lane->last, data - head + 64 * whole, rest);
    lane->last[rest] = 0x80;
    memset(lane->last + rest + 1, 0, padded - rest - 1);
    uint64_t bits = __builtin_bswap64(8 * (job->startCount + total));
    memcpy(lane->last + padded - 8, &bits, 8);
}

static inline __attribute__((always_inline)) void begin(struct lane *lane, const struct job *job, size_t message) {
    // Nodes of trees are nearly half of all messages; with their sizes known, the compiler lays them out in a few instructions.
    if (job->extents == NULL) {
        size_t pair = job->pairs == NULL ? message : job->pairs[message];
        layOut(lane, job, 1, job->bytes + 64 * pair, 64);
        lane->out = job->out + 32 * pair;
    } else {
        const struct laurel_extent extent = job->extents[message];
        layOut(lane, job, job->headCount, job->bytes + extent.start, extent.end - extent.start);
        lane->out = job->out + 32 * message;
    }
}

static inline __attribute__((always_inline)) const uint8_t *block(const struct lane *lane) {
    if (lane->block >= lane->whole) return lane->last + 64 * (lane->block - lane->whole);
    return lane->block == 0 ? lane->first : lane->data + 64 * lane->block;
}

/// Takes all messages through `lanes` lanes. Word `w` of lane `l`'s state is `states[w * wordStep + l * laneStep]`.
static inline __attribute__((always_inline)) void feed(
    const struct job *job, int lanes, size_t wordStep, size_t laneStep,
    void (*compress)(uint32_t *states, const uint8_t *const *blocks)) {
    struct lane lane[LANES];
    uint32_t states[8 * LANES] __attribute__((aligned(64)));
    const uint8_t *blocks[LANES];
    static const uint8_t idle[64];
    size_t next = 0, done = 0;
    for (int l = 0; l < lanes; l++) lane[l].blocks = lane[l].block = 0;
    while (1) {
        for (int l = 0; l < lanes; l++) {
            if (lane[l].block == lane[l].blocks) {
                uint32_t *state = states + l * laneStep;
                if (lane[l].blocks > 0) {
                    for (int w = 0; w < 8; w++) {
                        uint32_t word = __builtin_bswap32(state[w * wordStep]);
                        memcpy(lane[l].out + 4 * w, &word, 4);
                    }
                    done++;
                }
                if (next < job->count) {
                    begin(&lane[l], job, next++);
                    for (int w = 0; w < 8; w++) state[w * wordStep] = job->start[w];
                } else {
                    lane[l].blocks = lane[l].block = 0;
                    blocks[l] = idle;
                    continue;
                }
            }
            blocks[l] = block(&lane[l]);
            lane[l].block++;
        }
        if (done == job->count) return;
        compress(states, blocks);
    }
}
