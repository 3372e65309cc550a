import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis
import LedgerText

/// A policy that somebody changes, with the one that it was taken from: so what others have set since can be told from what is changed here.
struct PolicyFile {
    static let format = "laurel-policy-1"
    private static let byteLimit = 4 << 20

    let policy: Policy
    /// What was in force when it was taken; nil in a genesis, which says nothing of a later policy.
    var base: Policy?
    /// The keys of threshold accounts that it names by them.
    var thresholds: NamedThresholds = [:]

    /// Reads what `laurel policy show --json` wrote, whatever was changed in its policy since; or a genesis, of which the policy is taken.
    static func read(_ path: String, of chain: Digest) throws -> PolicyFile {
        let bytes = try AtomicFile.read(path, limit: byteLimit)
        let file: StrictJSON
        do { file = try StrictJSON(parsing: bytes) } catch {
            throw CommandFailure.refused("\(path) is no JSON: \(error)")
        }
        guard file["format"] == .string(format) else {
            let read = try GenesisFile(reading: path)
            return PolicyFile(policy: read.genesis.policy, thresholds: read.thresholds)
        }
        guard case .string(let text)? = file["chain"], let own = Digest(hex: text) else {
            throw CommandFailure.refused("\(path): chain is not 64 hex digits")
        }
        guard own == chain else {
            throw CommandFailure.refused("\(path) is the policy of chain \(own), not of \(chain); nothing was sent")
        }
        guard case .string(let hash)? = file["hash"], case .string(let encoded)? = file["base"],
            let base = Hex.decode(encoded).flatMap({ try? Policy(decoding: $0) }), base.hash.hex == hash
        else {
            throw CommandFailure.refused(
                "\(path): hash and base are not those of one policy; take it anew with 'laurel policy show --json', and change only what "
                    + "is in its policy")
        }
        guard let policy = file["policy"] else { throw CommandFailure.refused("\(path): policy is missing") }
        let read = try Policy.reading(words: policy, of: path)
        return PolicyFile(policy: read.policy, base: base, thresholds: read.thresholds)
    }

    /// The file of the policy in force.
    static func text(_ policy: Policy, height: UInt64, chain: Digest) -> String {
        let file = StrictJSON.object([
            .init("format", .string(format)), .init("chain", .string(chain.hex)), .init("height", .number("\(height)")),
            .init("policy", policy.json), .init("hash", .string(policy.hash.hex)),
            .init("base", .string(Hex.encode(policy.encoded))),
        ])
        return String(decoding: file.indented, as: UTF8.self)
    }
}

extension Policy {
    /// SHA-256 of its canonical bytes.
    var hash: Digest { SHA256.hash(encoded) }

    /// - Throws: a refusal with all faults.
    init(words: StrictJSON, of place: String) throws { self = try Self.reading(words: words, of: place).policy }

    /// The same, with the keys of the threshold accounts that it names by them.
    static func reading(
        words: StrictJSON, of place: String
    ) throws -> (policy: Policy, thresholds: NamedThresholds) {
        do { return try Policy.reading(words.indented) } catch {
            throw CommandFailure.refused("\(place):\n" + error.faults.map { "  \($0)" }.joined(separator: "\n"))
        }
    }
}

extension StrictJSON {
    /// The entry of that name; nil where there is none.
    subscript(_ name: String) -> StrictJSON? {
        guard case .object(let entries) = self else { return nil }
        return entries.first { $0.name == name }?.value
    }

    /// The same object with another value of an entry.
    func setting(_ name: String, to value: StrictJSON) -> StrictJSON {
        guard case .object(let entries) = self else { return self }
        return .object(entries.map { $0.name == name ? Entry(name, value) : $0 })
    }
}

/// Joins what two sides made of one policy.
enum PolicyMerge {
    /// The places that both sides changed, each in another way.
    struct Conflict: Error {
        let fields: [String]
    }

    /// What changes on one side is taken from it. An entry of a list comes or goes by itself; an issuer is known by its account.
    static func merge(base: Policy, mine: Policy, theirs: Policy) throws -> Policy {
        var conflicts: [String] = []
        let merged = merge(base.json, mine.json, theirs.json, at: "", &conflicts)
        guard conflicts.isEmpty else { throw Conflict(fields: conflicts) }
        guard let merged else { preconditionFailure("three policies come to a policy or to a conflict") }
        return try Policy(words: merged, of: "both changes together")
    }

    /// - Returns: nil where it goes.
    private static func merge(
        _ base: StrictJSON?, _ mine: StrictJSON?, _ theirs: StrictJSON?, at path: String, _ conflicts: inout [String]
    ) -> StrictJSON? {
        if mine == base || mine == theirs { return theirs }
        if theirs == base { return mine }
        switch (base, mine, theirs) {
        case (.object(let base)?, .object(let mine)?, .object(let theirs)?):
            let (old, new) = (entries(base), entries(mine))
            return .object(
                theirs.compactMap { entry in
                    let place = path.isEmpty ? entry.name : "\(path) \(entry.name)"
                    return merge(old[entry.name], new[entry.name], entry.value, at: place, &conflicts).map {
                        .init(entry.name, $0)
                    }
                })
        case (.array(let base)?, .array(let mine)?, .array(let theirs)?):
            let (old, new, other) = (elements(base), elements(mine), elements(theirs))
            let keys = theirs.map(key) + mine.map(key).filter { other[$0] == nil }
            return .array(keys.compactMap { merge(old[$0], new[$0], other[$0], at: "\(path) \($0)", &conflicts) })
        default:
            conflicts.append(path)
            return theirs
        }
    }

    private static func entries(_ entries: [StrictJSON.Entry]) -> [String: StrictJSON] {
        Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    private static func elements(_ elements: [StrictJSON]) -> [String: StrictJSON] {
        Dictionary(elements.map { (key($0), $0) }, uniquingKeysWith: { $1 })
    }

    private static func key(_ element: StrictJSON) -> String {
        if case .string(let text) = element["account"] ?? element { return text }
        return element.summary
    }
}
