import ArgumentParser
import Ledger
import LedgerReplay

/// A replay on one thread and without tasks, for profilers that count instructions: valgrind follows neither Swift's nor Dispatch's threads.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Replays an archive on one thread, for 'valgrind --tool=callgrind'.")

    @Argument var archive: String
    @Flag(help: "Takes every signature for valid, so that all else shows.") var skipSignatures = false

    func run() throws {
        var reader = try ArchiveReader(path: archive)
        var state = LedgerState(genesis: reader.genesis)
        var keys = ParsedKeys()
        while let bytes = try reader.next() {
            let block = try Block(decoding: bytes)
            let header = block.signedHeader
            let isValid =
                skipSignatures
                || keys.isValid(header.signature, by: header.header.producer, for: block.hash)
            let runs = SignatureStage.runs(of: block).map {
                block.verify(
                    transactions: $0, on: state.chainID, skippingSignatures: skipSignatures, keys: &keys)
            }
            try state.accept(block, runs: runs, isSignatureValid: isValid)
        }
        print("height \(state.height), state root \(state.stateRoot)")
    }
}
