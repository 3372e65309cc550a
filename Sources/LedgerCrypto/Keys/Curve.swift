import CSecp256k1

/// The contexts that libsecp256k1 works with. None is freed: each serves as long as the process lives.
enum Curve {
    /// For parsing and verifying, which touch no secret.
    static let verifying: Context = {
        secp256k1_selftest()
        return Context(pointer: laurel_secp256k1_verifying_context())
    }()

    /// For everything that touches a secret key: blinded once with fresh randomness against side channels, as
    /// `secp256k1_context_randomize` advises. Without randomness it stays unblinded, which is only less defence in
    /// depth: making and using a key ask for randomness themselves and throw.
    static let signing: Context = {
        secp256k1_selftest()
        let context: OpaquePointer = laurel_secp256k1_create_context()
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { seed in
            defer { Wipe.wipe(seed) }
            guard (try? SystemRandom.fill(seed)) != nil else { return }
            let randomized = secp256k1_context_randomize(context, seed.assumingMemoryBound(to: UInt8.self).baseAddress)
            precondition(randomized == 1, "a context that secp256k1_context_create made can be randomized")
        }
        return Context(pointer: context)
    }()

    /// A libsecp256k1 context that nobody changes any more.
    struct Context: @unchecked Sendable {  // calls that take a const context may run on any threads (secp256k1.h)
        let pointer: OpaquePointer
    }
}
