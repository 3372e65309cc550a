import Ledger
import LedgerText

extension Genesis {
    /// What is wrong with the names that a chain bears for ever, in words. The protocol's version 1 allows these names, so a chain
    /// that has them is sound; what makes chains refuses them.
    var nameFaults: [String] {
        [("the community's name", community), ("the token's name", token.name)].compactMap { what, name in
            NameCheck.fault(name).map { "\(what), '\(ForeignText.shown(name))', would deceive: \($0)" }
        }
    }

    /// - Throws: a refusal where a name could be taken for another.
    func requireNames() throws {
        guard !nameFaults.isEmpty else { return }
        throw CommandFailure.refused(
            nameFaults.joined(separator: "\n") + "\nchoose names of visible letters of one script")
    }
}

extension Note {
    /// A note that is about to go onto a chain.
    ///
    /// - Throws: where it is no note, or holds what can't be seen.
    init(toBeSigned text: String, _ option: String) throws {
        guard let note = Note(text) else { throw CommandFailure.refused("\(option) is not \(Note.form)") }
        if let scalar = ForeignText.firstDeceptive(in: text) {
            throw CommandFailure.refused(
                "\(option) holds \(ForeignText.shown(String(scalar))), which can't be seen or changes how others are shown; "
                    + "leave it out")
        }
        self = note
    }
}
