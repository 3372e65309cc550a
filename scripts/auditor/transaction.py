"""Transaction and SignedTransaction."""
from typing import Annotated

from .actions import ACTIONS
from .actions.action import Action
from .codec import Enum, Vec, encode, struct
from .hashes import transaction_hash
from .values import AccountID, U64, Witness


@struct
class Transaction:
    sender: AccountID
    sequence: U64
    validUntil: U64
    action: Annotated[Action, Enum(ACTIONS)]

    def id(self, chain: bytes) -> bytes:
        """What names it on a chain, and what its witnesses sign."""
        return transaction_hash(chain + encode(self))


@struct
class SignedTransaction:
    transaction: Transaction
    witnesses: Annotated[list[Witness], Vec(Witness, 1, 64, ascends_by=lambda witness: witness.key)]
