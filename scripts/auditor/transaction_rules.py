"""Transaction rules: those for every action, in order of precedence, and what every transaction changes."""
from typing import Optional

from .codes import Code, Fault, require
from .hashes import is_signed
from .state import Account, State
from .transaction import SignedTransaction, Transaction
from .values import Authenticator

BYTE_LIMIT = 196_608  # of a signed transaction


def execute(state: State, signed: SignedTransaction, byte_count: int) -> None:
    """Checks a transaction of a block by all rules, and applies it."""
    transaction, action = signed.transaction, signed.transaction.action
    id = transaction.id(state.chain)

    # Without state.
    require(byte_count <= BYTE_LIMIT, Code.TOO_LARGE, f"{byte_count} bytes, {BYTE_LIMIT} are allowed")
    action.check_alone(transaction.sender)
    for witness in signed.witnesses:
        if not is_signed(witness.key, witness.signature, id):
            raise Fault(Code.BAD_SIGNATURE, f"of {witness.key.hex()} over {id.hex()}")

    # For every action.
    sender = checked_sender(state, transaction)
    check_witnesses(action.needs(state, sender), {witness.key for witness in signed.witnesses})
    check_allowance(state, sender)

    # By action.
    action.check(state, sender)

    # What it changes.
    sender = state.change(sender.id)
    sender.sequence += 1
    sender.used = state.used(sender) + 1
    sender.epoch = state.epoch
    action.apply(state, sender, id)
    state.totals.transactions += 1


def checked_sender(state: State, transaction: Transaction) -> Account:
    """Rules 20…23."""
    time, sender = state.totals.time, state.account(transaction.sender)
    require(time <= transaction.validUntil, Code.EXPIRED, f"it was valid until {transaction.validUntil}, it is {time}")
    if sender is None:
        raise Fault(Code.UNKNOWN_SENDER, transaction.sender.hex())
    require(sender.mergedInto is None, Code.SENDER_CLOSED, f"it was merged into account {sender.mergedInto}")
    got, expected = transaction.sequence, sender.sequence
    require(got == expected, Code.WRONG_SEQUENCE, f"it is {got}, {expected} was expected")
    return sender


def check_witnesses(needed: list[Optional[Authenticator]], witnesses: set[bytes]) -> None:
    """Rule 24: every authenticator that is needed is there and satisfied, and no witness is to spare."""
    spare = set(witnesses)
    for one in needed:
        if one is None:
            raise Fault(Code.UNAUTHORISED, "an account that must sign has no authenticator in force")
        there = witnesses.intersection(one.keys)
        require(len(there) >= one.threshold, Code.UNAUTHORISED, f"{len(there)} of {one.threshold} witnesses are there")
        if len(there) == one.threshold:
            spare -= there
    require(not spare, Code.UNAUTHORISED, f"{len(spare)} witnesses are to spare")


def check_allowance(state: State, sender: Account) -> None:
    """Rule 25."""
    policy, used = state.policy, state.used(sender)
    allowed = policy.issuerAllowance if policy.issuer(sender.id) else policy.allowance
    require(used < allowed, Code.ALLOWANCE_USED, f"{used} of {allowed} transactions of this epoch")
