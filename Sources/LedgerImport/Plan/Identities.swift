import Ledger

/// The identities of a SourceCred ledger as its events go by: who there is, who is active, who was merged into whom.
struct Identities {
    private struct Identity {
        var name: String
        var isActive = false
        var balance: Amount = .zero
    }

    /// By id, those that were merged into another left out.
    private var unmerged: [String: Identity] = [:]
    /// Lowercase names of those that stand.
    private var names: Set<String> = []
    /// The id that took over each merged id, itself perhaps merged later.
    private var mergedInto: [String: String] = [:]
    /// All ids in the order in which they were created.
    private var created: [String] = []

    /// The id that `id` means now.
    mutating func resolve(_ id: String) throws(EventFault) -> String {
        var base = id
        while let next = mergedInto[base] { base = next }
        guard unmerged[base] != nil else { throw .unknownIdentity(id) }
        var step = id
        while let next = mergedInto[step] {
            mergedInto[step] = base
            step = next
        }
        return base
    }

    mutating func create(_ id: String, name: String) throws(EventFault) {
        guard unmerged[id] == nil, mergedInto[id] == nil else { throw .repeatedIdentity(id) }
        guard names.insert(name.lowercased()).inserted else { throw .repeatedName(name) }
        unmerged[id] = Identity(name: name)
        created.append(id)
    }

    mutating func rename(_ id: String, to name: String) throws(EventFault) {
        let id = try resolve(id)
        if let old = unmerged[id]?.name { names.remove(old.lowercased()) }
        guard names.insert(name.lowercased()).inserted else { throw .repeatedName(name) }
        unmerged[id]?.name = name
    }

    mutating func toggleActivation(_ id: String) throws(EventFault) {
        unmerged[try resolve(id)]?.isActive.toggle()
    }

    /// Resolves an id that is to be paid, which must be active.
    mutating func resolveActive(_ id: String) throws(EventFault) -> String {
        let base = try resolve(id)
        guard unmerged[base]?.isActive == true else { throw .inactive(id, name: name(of: base)) }
        return base
    }

    /// - Returns: the ids that stood for the two until now.
    mutating func merge(_ target: String, into base: String) throws(EventFault) -> (base: String, target: String) {
        let base = try resolve(base)
        let target = try resolve(target)
        guard base != target else { throw .mergeIntoItself(target, name: name(of: target)) }
        if let identity = unmerged.removeValue(forKey: target) {
            names.remove(identity.name.lowercased())
            credit(identity.balance, to: base)
        }
        mergedInto[target] = base
        return (base, target)
    }

    /// The name that an id has now; the id itself where none stands for it.
    func name(of id: String) -> String {
        var base = id
        while let next = mergedInto[base] { base = next }
        return unmerged[base]?.name ?? id
    }
}

/// Balances as SourceCred keeps them, as far as sound events go: whoever overspends is refused by the chain's rules.
extension Identities {
    mutating func credit(_ amount: Amount, to base: String) {
        guard let balance = unmerged[base]?.balance else { return }
        let (sum, overflow) = balance.units.addingReportingOverflow(amount.units)
        unmerged[base]?.balance = Amount(overflow ? .max : sum)
    }

    mutating func debit(_ amount: Amount, from base: String) {
        guard let balance = unmerged[base]?.balance else { return }
        unmerged[base]?.balance = Amount(balance.units - min(balance.units, amount.units))
    }

    /// Makes all balances zero.
    ///
    /// - Returns: who had one, and how much, in the order in which they were created.
    mutating func eraseBalances() -> [(id: String, amount: Amount)] {
        created.compactMap { id in
            guard let balance = unmerged[id]?.balance, balance > .zero else { return nil }
            unmerged[id]?.balance = .zero
            return (id, balance)
        }
    }
}
