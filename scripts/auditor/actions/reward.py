from collections import Counter
from typing import Annotated, Callable

from ..codec import Vec, codec_of, encode, struct
from ..codes import Code, Fault
from ..hashes import reference_hash
from ..state import Account, ReferenceLeaf, RewardLeaf, Spending, State
from ..values import U128, U128_LIMIT, AccountID, Evidence, Reason, Reference
from .action import Action

write_reference = codec_of(Reference).write


@struct
class Credit:
    to: AccountID
    amount: U128
    reason: Reason
    reference: Reference
    evidence: Evidence

    def digest(self) -> bytes:
        """The reference digest, under which it is paid once."""
        return reference_hash(self.reason + write_reference(self.reference))[:16]


@struct
class Reward(Action):
    credits: Annotated[list[Credit], Vec(Credit, 1, 1024)]

    def check_alone(self, sender: bytes) -> None:
        self.require_each(Code.ZERO_AMOUNT, lambda credit: credit.amount > 0)

    def check(self, state: State, sender: Account) -> None:
        policy, totals = state.policy, state.totals
        issuer = policy.issuer(sender.id)
        if issuer is None:
            raise Fault(Code.NOT_AN_ISSUER, sender.id.hex())
        self.require_each(Code.OUT_OF_SCOPE, lambda credit: issuer.covers(credit.reason))
        self.require_each(Code.BELOW_SMALLEST, lambda credit: credit.amount >= policy.smallestAmount)
        self.require_each(Code.RECIPIENT_CLOSED, lambda credit: state.is_open(credit.to))
        digests = [credit.digest() for credit in self.credits]
        for i, digest in enumerate(digests):
            if digest in state.paid:
                raise Fault(Code.REFERENCE_PAID, self.credits[i].reference, i)
        sums: Counter[bytes] = Counter()
        for i, (credit, digest) in enumerate(zip(self.credits, digests)):
            sums[digest] += credit.amount
            if sums[digest] > issuer.capPerReference:
                raise Fault(Code.OVER_CAP, f"{sums[digest]} of {issuer.capPerReference} for {credit.reference}", i)
        total, spent = self.total(), state.spent(state.index[sender.id])
        if totals.minted + total > U128_LIMIT:
            raise Fault(Code.OVERFLOW, f"{totals.minted} were minted, {total} more")
        if spent + total > issuer.budgetPerEpoch:
            raise Fault(Code.OVER_BUDGET, f"{spent} of {issuer.budgetPerEpoch} are spent, {total} more")
        if totals.minted - totals.revoked + total > state.genesis.supplyCap:
            raise Fault(Code.OVER_SUPPLY_CAP, f"{totals.minted - totals.revoked} are there, {total} more")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        totals, issuer, total = state.totals, state.index[sender.id], self.total()
        totals.lastMaturesAt = max(totals.time + state.policy.challengeWindow, totals.lastMaturesAt)
        if issuer not in state.spender:
            state.spender[issuer] = state.spending.append(Spending(issuer, state.epoch, 0))
        spent = state.spent(issuer) + total
        entry = state.spending.change(state.spender[issuer])
        entry.epoch, entry.spent = state.epoch, spent
        totals.minted += total

        state.rewarded[id] = range(totals.issued, totals.issued + len(self.credits))
        written: set[bytes] = set()
        for i, credit in enumerate(self.credits):
            digest = credit.digest()
            recipient = state.register(credit.to)
            leaf = RewardLeaf(
                totals.transactions, i, issuer, recipient, credit.amount, state.epoch, totals.lastMaturesAt, digest)
            state.rewards.append(encode(leaf))
            state.pending[totals.issued] = leaf
            if digest not in written:
                written.add(digest)
                state.references.append(encode(ReferenceLeaf(digest, totals.transactions)))
            state.paid[digest] += 1
            state.accounts.change(recipient).pending += 1
            totals.issued += 1
        state.mature()

    def total(self) -> int:
        return sum(credit.amount for credit in self.credits)

    def require_each(self, code: Code, holds: Callable[[Credit], bool]) -> None:
        """A rule is tried for all credits before the next rule is. The first credit that breaks it is named."""
        for i, credit in enumerate(self.credits):
            if not holds(credit):
                raise Fault(code, f"{credit.amount} for {credit.reference} to {credit.to.hex()}", i)
