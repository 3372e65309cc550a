import Ledger

/// One thing that a community decides: how it is asked for, what is allowed, and what is usual.
struct Question<Value> {
    /// The flag that answers it.
    let option: String
    let text: String
    /// The answers that are allowed, in words.
    let allowed: String
    /// What an empty answer means; nil where there is no such thing.
    var usual: String?
    /// The value of an answer, nil where it is not allowed.
    let read: (String) throws -> Value?

    /// - Throws: ``CommandFailure`` that names what was got and what is allowed.
    func value(of answer: String, from place: String) throws -> Value {
        let value: Value?
        do { value = try read(answer) } catch {
            throw CommandFailure.usage("\(place): \(CommandFailure(error)?.message ?? "\(error)")")
        }
        guard let value else { throw CommandFailure.usage("\(place) is '\(answer)'; allowed is \(allowed)") }
        return value
    }
}

/// Answers questions by flags, else by a template, else by asking on a terminal, else by what is usual.
struct Answering {
    let isAsking: Bool

    func answer<Value>(_ question: Question<Value>, flag: String?, template: Value?) throws -> Value {
        if let flag { return try question.value(of: flag, from: question.option) }
        if let template { return template }
        if isAsking { return try ask(question) }
        guard let usual = question.usual else {
            throw CommandFailure.usage("\(question.option) is missing; give it, or --template FILE")
        }
        return try question.value(of: usual, from: question.option)
    }

    /// The same for a list, which is asked for entry by entry until an empty line.
    ///
    /// - Parameter next: asks for more about the entry that was given last.
    func list<Value, Entry>(
        _ question: Question<Value>, least: Int, flags: [String], template: [Entry]?, next: (Value) throws -> Entry
    ) throws -> [Entry] {
        if !flags.isEmpty { return try flags.map { try next(question.value(of: $0, from: question.option)) } }
        if let template { return template }
        guard isAsking else { return [] }
        var entries: [Entry] = []
        while let value = try askMore(question, isFirst: entries.isEmpty, mayEnd: entries.count >= least) {
            entries.append(try next(value))
        }
        return entries
    }

    /// - Returns: nil where there is to be no more.
    private func askMore<Value>(_ question: Question<Value>, isFirst: Bool, mayEnd: Bool) throws -> Value? {
        let usual = isFirst ? question.usual : nil
        let more = Question<Value?>(
            option: question.option, text: isFirst ? question.text : "Another one", allowed: question.allowed,
            usual: usual ?? (mayEnd ? "none" : nil)
        ) { answer in
            if mayEnd, answer == "none" { return .some(nil) }
            guard let value = try question.read(answer) else { return nil }
            return .some(value)
        }
        return try ask(more)
    }

    private func ask<Value>(_ question: Question<Value>) throws -> Value {
        let hint = question.usual.map { " [\($0)]" } ?? ""
        while true {
            guard let line = Terminal.ask("\(question.text): \(question.allowed)\(hint)\n> ") else {
                throw CommandFailure.impossible("the answers ended before the last question; nothing was written")
            }
            let answer = String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
            guard let given = answer.isEmpty ? question.usual : answer else { continue }
            do { return try question.value(of: given, from: "This") } catch let failure as CommandFailure {
                Terminal.report("\(failure.message).")
            }
        }
    }
}
