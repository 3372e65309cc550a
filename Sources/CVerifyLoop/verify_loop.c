#include "verify_loop.h"

#include <secp256k1.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static secp256k1_xonly_pubkey *parse(const struct laurel_check *checks, size_t count) {
    secp256k1_xonly_pubkey *keys = malloc(count * sizeof *keys);
    if (keys == NULL) return NULL;
    for (size_t i = 0; i < count; i++) {
        if (secp256k1_xonly_pubkey_parse(secp256k1_context_static, &keys[i], checks[i].key32)) continue;
        free(keys);
        return NULL;
    }
    return keys;
}

// Checks every `step`-th signature from `first` on; 1 where all hold.
static int check(
    const struct laurel_check *checks, const secp256k1_xonly_pubkey *keys, size_t count, size_t rounds, size_t first,
    size_t step) {
    for (size_t i = first; i < count * rounds; i += step) {
        const struct laurel_check *one = &checks[i % count];
        if (!secp256k1_schnorrsig_verify(
                secp256k1_context_static, one->signature64, one->message32, 32, &keys[i % count]))
            return 0;
    }
    return 1;
}

int laurel_verify_share(
    const struct laurel_check *checks, size_t count, size_t rounds, size_t first, size_t step) {
    secp256k1_xonly_pubkey *keys = parse(checks, count);
    if (keys == NULL) return 0;
    raise(SIGSTOP);
    int holds = check(checks, keys, count, rounds, first, step);
    free(keys);
    return holds;
}

int64_t laurel_verify_loop(const struct laurel_check *checks, size_t count, size_t rounds, int processes) {
    secp256k1_xonly_pubkey *keys = parse(checks, count);
    if (keys == NULL) return -1;
    int64_t start = now();
    int failed = 0, children = 0;
    pid_t pids[64];
    if (processes > 64) processes = 64;
    for (int process = 0; process < processes; process++) {
        pid_t child = fork();
        // Between the fork and its end the child calls nothing but the curve, so the parent's threads do not matter to it.
        if (child == 0) _exit(check(checks, keys, count, rounds, (size_t)process, (size_t)processes) ? 0 : 1);
        if (child < 0) failed = 1;
        else pids[children++] = child;
    }
    for (int status; children > 0; children--)
        if (waitpid(pids[children - 1], &status, 0) < 0 || status != 0) failed = 1;
    int64_t elapsed = now() - start;
    free(keys);
    return failed ? -1 : elapsed;
}
