#pragma once

/// Asks the processor to fetch the cache line of an address while the program goes on. Reads nothing, so any address will do.
static inline void laurel_prefetch(const void *address) { __builtin_prefetch(address); }
