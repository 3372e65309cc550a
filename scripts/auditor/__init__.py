"""The second auditor: replays an exported Laurel archive by the Protocol article alone, and arrives at the same roots.

It shares no line with the Swift sources. Its parts stand in the article's order and use its words; fields have the article's names.

    codes              every rule that can be broken, by its code
    codec              Encoding: how values become bytes, and what is refused
    values             Encoding: the types of its table
    policy, genesis    Policy and Genesis, with their ranges
    actions            Actions: one file for each, with what it needs, checks and changes
    transaction        Transaction, SignedTransaction
    block              Header, Block
    hashes, merkle     Hashes: ids, signatures, trees, accounts as text
    state              State: seven collections, and what is read from them
    block_rules        Block rules
    transaction_rules  Transaction rules for every action, and what every transaction changes
    archive            Archive: the file, its faults, the audit from its first byte to its last
    command            the command line

It reads block by block: memory grows with accounts, pending rewards and references paid, not with the chain's length.
"""
