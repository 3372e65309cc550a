import ArgumentParser
import Ledger
import LedgerReplay

/// A replay on one thread and without tasks, for profilers that count instructions: valgrind follows neither Swift's nor Dispatch's threads.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Replays an archive on one thread, for 'valgrind --tool=callgrind'.")

    @Argument var archive: String
    @Flag(help: "Takes the signatures of transactions for valid, so that all else shows.") var skipSignatures = false

    func run() throws {
        var reader = try ArchiveReader(path: archive)
        var state = LedgerState(genesis: reader.genesis)
        var keys = ParsedKeys()
        while let bytes = try reader.next() {
            let block = try Block(decoding: bytes)
            if skipSignatures {
                let assumed = AssumedBlock(block, on: state.chainID, keys: &keys)
                state = try state.accepting(assumed: assumed).takeState()
            } else {
                let verified = VerifiedBlock(block, on: state.chainID, keys: &keys)
                state = try state.accepting(verified).takeState()
            }
        }
        print("height \(state.height), state root \(state.stateRoot)")
    }
}
