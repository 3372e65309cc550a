// Eight lanes of AVX2: each register holds the same word of eight states.
#include "lanes.h"

#if defined(__x86_64__)
#include "constants.h"
#include "feed.h"
#include <immintrin.h>

#define X(word) {word, word, word, word, word, word, word, word},
static const uint32_t wide[64][8] __attribute__((aligned(32))) = {CONSTANTS};
#undef X

#define AVX2 __attribute__((target("avx2")))
typedef uint32_t words __attribute__((vector_size(32)));
#define RIGHT(x, n) ((x) >> (n) | (x) << (32 - (n)))

AVX2 static inline __attribute__((always_inline)) words wordOfEach(const uint8_t *const *blocks, int word) {
    uint32_t each[8];
    for (int l = 0; l < 8; l++) memcpy(&each[l], blocks[l] + 4 * word, 4);
    const __m256i swap = _mm256_set_epi64x(
        0x0c0d0e0f08090a0b, 0x0405060700010203, 0x0c0d0e0f08090a0b, 0x0405060700010203);
    words value = {each[0], each[1], each[2], each[3], each[4], each[5], each[6], each[7]};
    return (words)_mm256_shuffle_epi8((__m256i)value, swap);
}

AVX2 static void compressEight(uint32_t *states, const uint8_t *const *blocks) {
    words s[8], w[16];
    memcpy(s, states, sizeof s);
    words a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    // The majority of a, b and c is b where b and c agree, else a. Where b and c differ is where a and b did a round before.
    words before = b ^ c;
    for (int round = 0; round < 64; round += 16) {
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            if (round == 0) {
                w[i] = wordOfEach(blocks, i);
            } else {
                words near = w[(i + 14) & 15], far = w[(i + 1) & 15];
                w[i] += (RIGHT(near, 17) ^ RIGHT(near, 19) ^ near >> 10) + w[(i + 9) & 15]
                    + (RIGHT(far, 7) ^ RIGHT(far, 18) ^ far >> 3);
            }
            words first = h + (RIGHT(e, 6) ^ RIGHT(e, 11) ^ RIGHT(e, 25)) + (g ^ (e & (f ^ g)))
                + *(const words *)wide[round + i] + w[i];
            words differ = a ^ b;
            words second = (RIGHT(a, 2) ^ RIGHT(a, 13) ^ RIGHT(a, 22)) + (b ^ (differ & before));
            before = differ;
            h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
        }
    }
    s[0] += a, s[1] += b, s[2] += c, s[3] += d, s[4] += e, s[5] += f, s[6] += g, s[7] += h;
    memcpy(states, s, sizeof s);
}

AVX2 void laurel_hash_eight(const struct job *job) { feed(job, 8, 8, 1, compressEight); }

#endif
