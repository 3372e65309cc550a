#include <secp256k1.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

// Macros and mutable-looking globals do not reach Swift; these functions do.

/// The library's own constant context, good for parsing and verifying but for nothing secret.
static inline const secp256k1_context *laurel_secp256k1_verifying_context(void) {
    return secp256k1_context_static;
}

/// A new context, good for everything. Never NULL: the library aborts when it gets no memory.
static inline secp256k1_context *laurel_secp256k1_create_context(void) {
    return secp256k1_context_create(SECP256K1_CONTEXT_NONE);
}

/// BIP340 signature of a message of any length with 32 bytes of auxiliary randomness; 1 on success.
static inline int laurel_secp256k1_sign(
    const secp256k1_context *context, unsigned char *signature64, const unsigned char *message, size_t length,
    const secp256k1_keypair *keypair, const unsigned char *auxiliary32) {
    secp256k1_schnorrsig_extraparams parameters = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
    parameters.ndata = (void *)auxiliary32;
    return secp256k1_schnorrsig_sign_custom(context, signature64, message, length, keypair, &parameters);
}
