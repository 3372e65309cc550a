package import Ledger

/// The keys of threshold accounts, where a file or a command names them. A genesis and a policy keep only the hash, from which no tool could
/// see that one key of a 1-of-3 is enough, or that some of the keys are public.
package typealias NamedThresholds = [AccountID: Authenticator]
