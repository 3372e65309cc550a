import Ledger
import LedgerCrypto

/// Shows the values of any action.
struct FieldPrinter {
    let token: Token
    /// Texts of handles, checked against the ids.
    let names: [AccountID: String]

    func print(_ fields: [Field], indent: String) {
        for field in fields {
            switch field.value {
            case .group(let fields):
                Output.printLine("\(indent)\(field.name)")
                print(fields, indent: indent + "  ")
            case .list(let values): list(values, field.name, indent: indent)
            default: Output.printLine("\(indent)\(field.name): \(text(field.value))")
            }
        }
    }

    private func list(_ values: [Field.Value], _ name: String, indent: String) {
        Output.printLine("\(indent)\(name): \(values.isEmpty ? "none" : "\(values.count)")")
        for (index, value) in values.enumerated() {
            if case .group(let fields) = value {
                Output.printLine("\(indent)  [\(index)]")
                print(fields, indent: indent + "    ")
            } else {
                Output.printLine("\(indent)  [\(index)] \(text(value))")
            }
        }
    }

    private func text(_ value: Field.Value) -> String {
        switch value {
        case .account(let account): names[account].map { "\(account) (\($0))" } ?? account.description
        case .amount(let amount): "\(token.formatWithSymbol(amount)) (\(amount) minor units)"
        case .duration(let duration): duration.description
        case .hash(let hash): hash.hex
        case .key(let key): key.hex
        case .number(let number): String(number)
        case .text(let text): text
        case .group, .list: ""
        }
    }
}
