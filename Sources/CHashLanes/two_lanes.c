// Two lanes of SHA extensions, which keep a state as the words ABEF and CDGH and do two rounds an instruction.
#include "lanes.h"

#if defined(__x86_64__)
#include "constants.h"
#include "feed.h"
#include <immintrin.h>

#define SHA __attribute__((target("sha,sse4.1")))

SHA static void compressTwo(uint32_t *states, const uint8_t *const *blocks) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abef[2], cdgh[2], words[2][4];
    for (int l = 0; l < 2; l++) {
        __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(states + 8 * l)), 0xB1);
        __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(states + 8 * l + 4)), 0x1B);
        abef[l] = _mm_alignr_epi8(abcd, efgh, 8);
        cdgh[l] = _mm_blend_epi16(efgh, abcd, 0xF0);
    }
    const __m128i before[4] = {abef[0], cdgh[0], abef[1], cdgh[1]};
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
        const __m128i constants = _mm_load_si128((const __m128i *)(K + 4 * i));
#pragma clang loop unroll(full)
        for (int l = 0; l < 2; l++) {
            __m128i *w = words[l];
            if (i < 4) {
                w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(blocks[l] + 16 * i)), swap);
            } else {
                __m128i last = w[(i + 3) & 3];
                __m128i sum = _mm_add_epi32(
                    _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]), _mm_alignr_epi8(last, w[(i + 2) & 3], 4));
                w[i & 3] = _mm_sha256msg2_epu32(sum, last);
            }
            __m128i pair = _mm_add_epi32(w[i & 3], constants);
            cdgh[l] = _mm_sha256rnds2_epu32(cdgh[l], abef[l], pair);
            abef[l] = _mm_sha256rnds2_epu32(abef[l], cdgh[l], _mm_shuffle_epi32(pair, 0x0E));
        }
        // Keeps the lanes side by side: compilers order instructions as if one lane had to end before the other begins.
        __asm__("" : "+x"(abef[0]), "+x"(abef[1]));
    }
    for (int l = 0; l < 2; l++) {
        __m128i feba = _mm_shuffle_epi32(_mm_add_epi32(abef[l], before[2 * l]), 0x1B);
        __m128i dchg = _mm_shuffle_epi32(_mm_add_epi32(cdgh[l], before[2 * l + 1]), 0xB1);
        _mm_storeu_si128((__m128i *)(states + 8 * l), _mm_blend_epi16(feba, dchg, 0xF0));
        _mm_storeu_si128((__m128i *)(states + 8 * l + 4), _mm_alignr_epi8(dchg, feba, 8));
    }
}

SHA void laurel_hash_two(const struct job *job) { feed(job, 2, 1, 8, compressTwo); }

#endif
