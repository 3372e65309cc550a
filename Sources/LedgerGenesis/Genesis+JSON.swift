public import Ledger
import LedgerCrypto
import LedgerText

extension Genesis {
    /// What stands in the entry `format` of a genesis file.
    public static let format = "laurel-genesis-1"

    private static let names = [
        "format", "community", "token", "supplyCap", "startTime", "nonce", "epochLength", "policy",
    ]

    /// Reads a genesis file, as <doc:GenesisFile> describes it. Lists may stand in any order: two files that say the same
    /// make the same chain.
    ///
    /// - Throws: ``GenesisFaults`` with everything that is unreadable, unknown, missing, repeated or out of range. Where the
    ///   bytes are not JSON at all, that is the one fault, and its path is the line and column.
    public init(json: [UInt8]) throws(GenesisFaults) {
        let file: StrictJSON
        do { file = try StrictJSON(parsing: json) } catch {
            throw GenesisFaults(faults: [PolicyFault(path: error.place, got: error.got, allowed: error.allowed)])
        }
        var reader = GenesisReader()
        let genesis = Self.read(file, by: &reader)
        // The places of issuers in a policy are not those in the file; the reader has checked them there.
        let ranges = genesis.faults.compactMap { fault -> PolicyFault? in
            let path = fault.path == "time" ? "startTime" : fault.path
            guard !path.hasPrefix("policy.issuers["), !reader.hasFault(at: path) else { return nil }
            return PolicyFault(path: path, got: fault.got, allowed: fault.allowed)
        }
        let faults = reader.faults + ranges
        guard faults.isEmpty else { throw GenesisFaults(faults: faults) }
        self = genesis
    }

    private static func read(_ file: StrictJSON, by reader: inout GenesisReader) -> Genesis {
        let entries = reader.object(file, at: "", names)
        _ = reader.string(entries["format"], at: "format", "'\(format)'", else: format) { $0 == format ? $0 : nil }
        let community = reader.text(entries["community"], at: "community")
        let token = reader.object(entries["token"], at: "token", ["name", "symbol", "decimals"])
        return Genesis(
            community: community,
            token: Token(
                name: reader.text(token["name"], at: "token.name"),
                symbol: reader.string(token["symbol"], at: "token.symbol", "a string", else: "X") { $0 },
                decimals: Int(reader.number(token["decimals"], at: "token.decimals", else: 0))),
            supplyCap: reader.amount(entries["supplyCap"], at: "supplyCap"),
            time: reader.string(
                entries["startTime"], at: "startTime", "a time in UTC, such as \"2026-01-31T12:00:00Z\"",
                else: Timestamp(milliseconds: 0)
            ) { Timestamp(iso8601: $0) },
            nonce: reader.string(entries["nonce"], at: "nonce", "64 random hex digits", else: .zero) {
                Digest(hex: $0)
            },
            epochLength: reader.duration(entries["epochLength"], at: "epochLength", else: .days(1)),
            policy: reader.policy(entries["policy"], at: "policy"))
    }

    /// The genesis as a file that ``init(json:)`` reads to the same value. Accounts stand as `laurel1…`: which handle or
    /// which keys are behind one is not kept, only the hash.
    public var json: [UInt8] {
        StrictJSON.object([
            .init("format", .string(Self.format)), .init("community", .string(community)),
            .init(
                "token",
                .object([
                    .init("name", .string(token.name)), .init("symbol", .string(token.symbol)),
                    .init("decimals", .number("\(token.decimals)")),
                ])),
            .init("supplyCap", .string("\(supplyCap)")), .init("startTime", .string("\(time)")),
            .init("nonce", .string(nonce.hex)), .init("epochLength", .string("\(epochLength)")),
            .init("policy", policy.json),
        ]).indented
    }
}
