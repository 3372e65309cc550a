"""State: seven collections of leaves, what the article reads from them, and what falls due."""
from collections import Counter, OrderedDict
from typing import Annotated, Optional, Union

from .codec import Enum, Option, encode, struct
from .genesis import Genesis
from .hashes import chain_id
from .merkle import ChangingTree, GrowingTree
from .policy import Policy
from .values import KEY, AccountID, Authenticator, Half, Hash, Key, U128, U16, U32, U64, U8


@struct
class Initial:
    """The authority of an account whose authenticator follows from its id, if any does."""


@struct
class Bound:
    key: Key
    effectiveAt: U64


Authority = Annotated[Union[Initial, Bound, Authenticator], Enum({0: Initial, 1: Bound, 2: Authenticator})]


@struct
class Totals:
    time: U64
    transactions: U64
    minted: U128
    revoked: U128
    burned: U128
    issued: U64
    settled: U64
    lastMaturesAt: U64


@struct
class Account:
    id: AccountID
    sequence: U64
    balance: U128
    earned: U128
    authority: Authority
    epoch: U64
    used: U32
    pending: U32
    mergedInto: Annotated[Optional[int], Option(U32)]


@struct
class Spending:
    account: U32
    epoch: U64
    spent: U128


@struct
class RewardLeaf:
    transaction: U64
    credit: U16
    issuer: U32
    recipient: U32
    amount: U128
    epoch: U64
    maturesAt: U64
    reference: Half


@struct
class ReferenceLeaf:
    reference: Half
    transaction: U64


@struct
class Revocation:
    transaction: U64
    credit: U16
    by: U64


@struct
class CollectionLeaf:
    collection: U8
    count: U64
    root: Hash


class State:
    """The collections after a block, or in the midst of one."""

    def __init__(self, genesis: Genesis) -> None:
        self.genesis = genesis
        self.chain = chain_id(encode(genesis))
        self.policy = genesis.policy  # in force
        self.next_policy = genesis.policy  # as changed so far in this block
        self.totals = Totals(genesis.time, 0, 0, 0, 0, 0, 0, 0)
        self.epoch = 0
        self.accounts: ChangingTree[Account] = ChangingTree(encode)
        self.spending: ChangingTree[Spending] = ChangingTree(encode)
        self.rewards = GrowingTree()
        self.references = GrowingTree()
        self.revocations = GrowingTree()

        # What is looked up, which the leaves imply.
        self.index: dict[bytes, int] = {}  # of an account, by its id
        self.spender: dict[int, int] = {}  # index in `spending`, by the issuer's index
        self.pending: OrderedDict[int, RewardLeaf] = OrderedDict()  # rewards from index `settled` on, revoked ones too
        self.revoked: set[int] = set()  # the indices of those of them that were revoked
        self.rewarded: OrderedDict[bytes, range] = OrderedDict()  # their indices, by the id of their transaction
        self.paid: Counter[bytes] = Counter()  # how many credits that are not revoked a reference digest has

        for account in self.policy.named():
            self.register(account)

    # Roots

    def collections(self) -> list[CollectionLeaf]:
        """In order of their tags."""
        policy, totals = GrowingTree([encode(self.next_policy)]), GrowingTree([encode(self.totals)])
        trees: list[Union[GrowingTree, ChangingTree[Account], ChangingTree[Spending]]] = [
            policy, totals, self.accounts, self.spending, self.rewards, self.references, self.revocations]
        return [CollectionLeaf(tag, tree.count, tree.root()) for tag, tree in enumerate(trees)]

    def root(self) -> bytes:
        return GrowingTree(map(encode, self.collections())).root()

    # Accounts

    def register(self, id: bytes) -> int:
        """Appends an account, if it is not there. Returns its index."""
        index = self.index.get(id)
        if index is None:
            index = self.index[id] = self.accounts.append(Account(id, 0, 0, 0, Initial(), 0, 0, 0, None))
        return index

    def account(self, id: bytes) -> Optional[Account]:
        index = self.index.get(id)
        return None if index is None else self.accounts.items[index]

    def change(self, id: bytes) -> Account:
        """The account, registered if new, for the caller to change."""
        return self.accounts.change(self.register(id))

    def is_open(self, id: bytes) -> bool:
        """Whether the account may receive: it was not merged into another. One that is not there yet may."""
        account = self.account(id)
        return account is None or account.mergedInto is None

    def authenticator(self, account: Optional[Account]) -> Optional[Authenticator]:
        """The authenticator in force."""
        if account is None:
            return None
        authority = account.authority
        if isinstance(authority, Authenticator):
            return authority
        if isinstance(authority, Bound):
            return Authenticator(1, [authority.key]) if authority.effectiveAt <= self.totals.time else None
        return Authenticator(1, [account.id[1:]]) if account.id[:1] == KEY else None

    # Counters of an epoch, which read 0 in any other

    def used(self, account: Account) -> int:
        return account.used if account.epoch == self.epoch else 0

    def spent(self, issuer: int) -> int:
        at = self.spender.get(issuer)
        if at is None:
            return 0
        entry = self.spending.items[at]
        return entry.spent if entry.epoch == self.epoch else 0

    # Pending rewards

    def is_pending(self, reward: int) -> bool:
        return reward in self.pending and reward not in self.revoked

    def pending_amounts(self) -> Counter[int]:
        """By the recipient's index."""
        sums: Counter[int] = Counter()
        for index, reward in self.pending.items():
            if index not in self.revoked:
                sums[reward.recipient] += reward.amount
        return sums

    def mature(self) -> None:
        """Step (2) of a block: what is due is added to balances."""
        totals = self.totals
        while self.pending:
            index, reward = next(iter(self.pending.items()))
            if reward.maturesAt > totals.time:
                break
            del self.pending[index]
            totals.settled += 1
            if index in self.revoked:
                self.revoked.remove(index)
                continue
            account = self.accounts.change(reward.recipient)
            account.balance += reward.amount
            account.earned += reward.amount
            account.pending -= 1
        while self.rewarded:
            transaction, rewards = next(iter(self.rewarded.items()))
            if rewards.stop > totals.settled:
                break
            del self.rewarded[transaction]

    # The article's Sums

    def sums_hold(self) -> bool:
        held = sum(account.balance for account in self.accounts.items) + sum(self.pending_amounts().values())
        return held == self.totals.minted - self.totals.revoked - self.totals.burned
