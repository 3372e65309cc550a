#include "feed.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define CONSTANTS \
    X(0x428a2f98) X(0x71374491) X(0xb5c0fbcf) X(0xe9b5dba5) X(0x3956c25b) X(0x59f111f1) X(0x923f82a4) X(0xab1c5ed5) \
    X(0xd807aa98) X(0x12835b01) X(0x243185be) X(0x550c7dc3) X(0x72be5d74) X(0x80deb1fe) X(0x9bdc06a7) X(0xc19bf174) \
    X(0xe49b69c1) X(0xefbe4786) X(0x0fc19dc6) X(0x240ca1cc) X(0x2de92c6f) X(0x4a7484aa) X(0x5cb0a9dc) X(0x76f988da) \
    X(0x983e5152) X(0xa831c66d) X(0xb00327c8) X(0xbf597fc7) X(0xc6e00bf3) X(0xd5a79147) X(0x06ca6351) X(0x14292967) \
    X(0x27b70a85) X(0x2e1b2138) X(0x4d2c6dfc) X(0x53380d13) X(0x650a7354) X(0x766a0abb) X(0x81c2c92e) X(0x92722c85) \
    X(0xa2bfe8a1) X(0xa81a664b) X(0xc24b8b70) X(0xc76c51a3) X(0xd192e819) X(0xd6990624) X(0xf40e3585) X(0x106aa070) \
    X(0x19a4c116) X(0x1e376c08) X(0x2748774c) X(0x34b0bcb5) X(0x391c0cb3) X(0x4ed8aa4a) X(0x5b9cca4f) X(0x682e6ff3) \
    X(0x748f82ee) X(0x78a5636f) X(0x84c87814) X(0x8cc70208) X(0x90befffa) X(0xa4506ceb) X(0xbef9a3f7) X(0xc67178f2)

#define X(word) word,
static const uint32_t K[64] __attribute__((aligned(16))) = {CONSTANTS};
#undef X
#define X(word) {word, word, word, word, word, word, word, word},
static const uint32_t wide[64][8] __attribute__((aligned(32))) = {CONSTANTS};
#undef X

// Two lanes of SHA extensions, which keep a state as the words ABEF and CDGH and do two rounds an instruction.

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
    }
    for (int l = 0; l < 2; l++) {
        __m128i feba = _mm_shuffle_epi32(_mm_add_epi32(abef[l], before[2 * l]), 0x1B);
        __m128i dchg = _mm_shuffle_epi32(_mm_add_epi32(cdgh[l], before[2 * l + 1]), 0xB1);
        _mm_storeu_si128((__m128i *)(states + 8 * l), _mm_blend_epi16(feba, dchg, 0xF0));
        _mm_storeu_si128((__m128i *)(states + 8 * l + 4), _mm_alignr_epi8(dchg, feba, 8));
    }
}

SHA static void hashTwo(const struct job *job) { feed(job, 2, 1, 8, compressTwo); }

// Eight lanes of AVX2: each register holds the same word of eight states.

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

AVX2 static void hashEight(const struct job *job) { feed(job, 8, 8, 1, compressEight); }

int laurel_hash_can(int lanes) {
    unsigned int a, b = 0, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    return lanes == 2 ? (b >> 29 & 1) && __builtin_cpu_supports("sse4.1") : lanes == 8 && __builtin_cpu_supports("avx2");
}

void laurel_hash_many(
    int lanes, const uint32_t start[8], uint64_t startCount, const uint8_t *head, size_t headCount,
    const uint8_t *bytes, const struct laurel_extent *extents, size_t count, uint8_t *out) {
    const struct job job = {start, startCount, head, headCount, bytes, extents, count, out};
    if (lanes == 2) hashTwo(&job);
    else hashEight(&job);
}

#else

int laurel_hash_can(int lanes) { return 0; }

void laurel_hash_many(
    int lanes, const uint32_t start[8], uint64_t startCount, const uint8_t *head, size_t headCount,
    const uint8_t *bytes, const struct laurel_extent *extents, size_t count, uint8_t *out) {
    __builtin_trap();
}

#endif

int laurel_hash_lanes(void) { return laurel_hash_can(2) ? 2 : laurel_hash_can(8) ? 8 : 1; }
