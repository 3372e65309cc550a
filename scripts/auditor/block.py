"""Header and Block."""
from typing import Annotated

from .codec import Vec, encode, struct
from .hashes import block_hash
from .transaction import SignedTransaction
from .values import Hash, Key, Signature, U16, U32, U64

BYTE_LIMIT = 16_777_216


@struct
class Header:
    version: U16
    chain: Hash
    height: U64
    parent: Hash
    time: U64
    transactionCount: U32
    transactionsRoot: Hash
    stateRoot: Hash
    historyRoot: Hash
    producer: Key

    def hash(self) -> bytes:
        """What names the block, and what its producer signs."""
        return block_hash(encode(self))


@struct
class Block:
    header: Header
    signature: Signature
    transactions: Annotated[list[SignedTransaction], Vec(SignedTransaction, 0, 65_536)]
