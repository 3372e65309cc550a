#include <stddef.h>
#include <stdint.h>

/// One signature to be checked: what BIP340's Verify takes.
struct laurel_check {
    unsigned char key32[32];
    unsigned char message32[32];
    unsigned char signature64[64];
};

/// The limit that everything else is compared with: nothing but `secp256k1_schnorrsig_verify`, over keys that were parsed before.
///
/// Forks `processes` children that share `count` checks, `rounds` times over, and waits for all of them.
/// Returns the wall time in nanoseconds from the first fork to the last exit, without the parsing, or -1 where a signature did not hold.
int64_t laurel_verify_loop(const struct laurel_check *checks, size_t count, size_t rounds, int processes);

/// One child's share of it, in this process: every `step`-th check from `first` on. Once the keys are parsed it stops this process, to go
/// on when somebody sends SIGCONT. Returns 1 where all signatures hold.
int laurel_verify_share(
    const struct laurel_check *checks, size_t count, size_t rounds, size_t first, size_t step);
