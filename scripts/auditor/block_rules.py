"""Block rules: a block after the blocks before it."""
from typing import Optional, TypeVar

from .block import Block
from .codec import decode, encode
from .codes import Code, Fault, require
from .genesis import LATEST, Genesis
from .hashes import is_signed
from .merkle import GrowingTree
from .state import State
from .transaction_rules import execute

T = TypeVar("T", int, bytes)


class Chain:
    """The blocks so far: their state and their hashes. After a fault it is of no more use."""

    def __init__(self, genesis: Genesis) -> None:
        self.state = State(genesis)
        self.id = self.head = self.state.chain
        self.stateRoot = self.state.root()
        self.history = GrowingTree([self.id])  # the hashes of heights 0, 1, …
        self.current: Optional[int] = None  # the index of the transaction that is being executed

    @property
    def height(self) -> int:
        return self.history.count - 1

    def append(self, encoded: bytes, now: int) -> None:
        """Takes the next block, or raises the first rule that does not hold.

        - now: the auditor's clock.
        """
        block = decode(Block, encoded, Code.MALFORMED_BLOCK)
        state, policy, header = self.state, self.state.policy, block.header
        expect(Code.VERSION, header.version, 1)
        expect(Code.CHAIN, header.chain, self.id)
        expect(Code.HEIGHT, header.height, self.height + 1)
        expect(Code.PARENT, header.parent, self.head)
        expect(Code.HISTORY_ROOT, header.historyRoot, self.history.root())
        earliest = state.totals.time
        require(earliest <= header.time <= LATEST, Code.TIME, f"it is {header.time}, {earliest}…{LATEST} is allowed")
        require(header.producer in policy.producers, Code.PRODUCER, f"{header.producer.hex()} is not listed")
        hash = header.hash()
        require(is_signed(header.producer, block.signature, hash), Code.BLOCK_SIGNATURE, f"over {hash.hex()}")
        count = len(block.transactions)
        expect(Code.TRANSACTION_COUNT, header.transactionCount, count)
        is_small = len(encoded) <= policy.blockBytes and count <= policy.blockTransactions
        require(is_small, Code.BLOCK_SIZE, f"{len(encoded)} bytes and {count} transactions")
        transactions = list(map(encode, block.transactions))
        expect(Code.TRANSACTIONS_ROOT, header.transactionsRoot, GrowingTree(transactions).root())

        state.totals.time = header.time
        state.epoch = state.genesis.epoch(header.time)
        state.mature()
        for self.current, signed in enumerate(block.transactions):
            execute(state, signed, len(transactions[self.current]))
        self.current = None
        root = state.root()
        expect(Code.STATE_ROOT, header.stateRoot, root)
        require(header.time <= now, Code.FUTURE, f"its time is {header.time}, it is {now} now")

        state.policy = state.next_policy
        self.stateRoot, self.head = root, hash
        self.history.append(hash)


def expect(code: Code, got: T, expected: T) -> None:
    if got != expected:
        words = [value.hex() if isinstance(value, bytes) else str(value) for value in (got, expected)]
        raise Fault(code, f"it is {words[0]}, {words[1]} was expected")
