// Sixteen lanes of AVX-512: each register holds the same word of sixteen states.
#include "lanes.h"

#if defined(__x86_64__)
#include "constants.h"
#include "feed.h"
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw")))
#define ADD _mm512_add_epi32
#define RIGHT _mm512_ror_epi32
// Any function of three bits is one instruction; its number is the function's table.
#define XOR(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0x96)
#define CHOOSE(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xCA)
#define MAJORITY(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xE8)
/// Quarters i and j of x, then those of y.
#define QUARTERS(x, y, i, j) _mm512_shuffle_i32x4(x, y, (i) | (j) << 2 | (i) << 4 | (j) << 6)

/// The words of sixteen blocks: the first of each, the second of each, …
///
/// Transposed in three steps, each over pairs of registers: words, pairs of words, quarters.
AVX512 static inline __attribute__((always_inline)) void wordsOfAll(__m512i *w, const uint8_t *const *blocks) {
    const __m512i swap = _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203);
    __m512i r[16], t[16];
    for (int l = 0; l < 16; l++) r[l] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[l]), swap);
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) {
        __m512i a = _mm512_unpacklo_epi32(r[i], r[i + 1]), b = _mm512_unpackhi_epi32(r[i], r[i + 1]);
        __m512i c = _mm512_unpacklo_epi32(r[i + 2], r[i + 3]), d = _mm512_unpackhi_epi32(r[i + 2], r[i + 3]);
        t[i] = _mm512_unpacklo_epi64(a, c), t[i + 1] = _mm512_unpackhi_epi64(a, c);
        t[i + 2] = _mm512_unpacklo_epi64(b, d), t[i + 3] = _mm512_unpackhi_epi64(b, d);
    }
    // In quarter q of t[4 * g + j] stands word 4 * q + j of the lanes 4 * g to 4 * g + 3.
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) {
        __m512i a = QUARTERS(t[j], t[4 + j], 0, 2), b = QUARTERS(t[j], t[4 + j], 1, 3);
        __m512i c = QUARTERS(t[8 + j], t[12 + j], 0, 2), d = QUARTERS(t[8 + j], t[12 + j], 1, 3);
        w[j] = QUARTERS(a, c, 0, 2), w[8 + j] = QUARTERS(a, c, 1, 3);
        w[4 + j] = QUARTERS(b, d, 0, 2), w[12 + j] = QUARTERS(b, d, 1, 3);
    }
}

AVX512 static void compressSixteen(uint32_t *states, const uint8_t *const *blocks) {
    __m512i s[8], w[16];
    memcpy(s, states, sizeof s);
    wordsOfAll(w, blocks);
    __m512i a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (int round = 0; round < 64; round += 16) {
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            if (round > 0) {
                __m512i near = w[(i + 14) & 15], far = w[(i + 1) & 15];
                near = XOR(RIGHT(near, 17), RIGHT(near, 19), _mm512_srli_epi32(near, 10));
                far = XOR(RIGHT(far, 7), RIGHT(far, 18), _mm512_srli_epi32(far, 3));
                w[i] = ADD(ADD(w[i], w[(i + 9) & 15]), ADD(near, far));
            }
            __m512i first = ADD(ADD(h, _mm512_set1_epi32(K[round + i])), ADD(w[i], CHOOSE(e, f, g)));
            first = ADD(first, XOR(RIGHT(e, 6), RIGHT(e, 11), RIGHT(e, 25)));
            __m512i second = ADD(XOR(RIGHT(a, 2), RIGHT(a, 13), RIGHT(a, 22)), MAJORITY(a, b, c));
            h = g, g = f, f = e, e = ADD(d, first), d = c, c = b, b = a, a = ADD(first, second);
        }
    }
    s[0] = ADD(s[0], a), s[1] = ADD(s[1], b), s[2] = ADD(s[2], c), s[3] = ADD(s[3], d);
    s[4] = ADD(s[4], e), s[5] = ADD(s[5], f), s[6] = ADD(s[6], g), s[7] = ADD(s[7], h);
    memcpy(states, s, sizeof s);
}

AVX512 void laurel_hash_sixteen(const struct job *job) { feed(job, 16, 16, 1, compressSixteen); }

#endif
