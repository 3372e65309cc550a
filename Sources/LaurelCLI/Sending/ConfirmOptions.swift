import ArgumentParser

/// For commands that do what can't be undone.
struct ConfirmOptions: ParsableArguments {
    @Flag(help: "Do it without showing it first and asking: for scripts.") var yes = false

    /// Shows in words what is about to happen and asks whether it is meant.
    ///
    /// - Parameter out: the file that is written instead of sending; then nobody is asked, for nothing is done yet.
    /// - Throws: where the answer is no, or nobody is there to answer.
    func ask(_ lines: [String], _ out: String? = nil) throws {
        guard !yes else { return }
        let words = lines.joined(separator: "\n")
        if out != nil { return Terminal.report(words) }
        guard Terminal.canAsk else {
            throw CommandFailure.impossible(
                words
                    + "\nThis can't be undone, and there is no terminal to ask on: add --yes to do it. Nothing was sent."
            )
        }
        Terminal.report(words)
        let answer = Terminal.ask("This can't be undone. Do it? Type yes: ")?.lowercased()
        guard answer == "yes" || answer == "y" else { throw CommandFailure.refused("nothing was sent") }
    }
}
