from typing import Annotated, Union

from ..codec import Enum, Vec, encode, struct
from ..codes import Code, Fault, require
from ..state import Account, Bound, Initial, Revocation, State
from ..values import U16, AccountID, Evidence, Hash, Note
from .action import Action


@struct
class Credits:
    """Credits of a reward that have not matured, by the id of its transaction and their indices in it."""

    transaction: Hash
    credits: Annotated[list[int], Vec(U16, 1, 1024, ascends_by=int)]

    def rewards(self, state: State) -> range:
        """The indices in `rewards` of all credits of the transaction; none where it has none that is unsettled."""
        return state.rewarded.get(self.transaction, range(0))

    def check(self, state: State, sender: Account) -> None:
        rewards = self.rewards(state)
        if not any(map(state.is_pending, rewards)):
            raise Fault(Code.NOT_PENDING, f"no credit of {self.transaction.hex()} is pending")
        # All credits of a transaction have one issuer and mature together.
        is_its = state.pending[rewards[0]].issuer == state.index[sender.id]
        may = sender.id in state.policy.arbiters or is_its and state.policy.issuer(sender.id) is not None
        require(may, Code.MAY_NOT_REVOKE, "the sender is no arbiter, and not the issuer of the reward")
        for credit in self.credits:
            there = credit < len(rewards) and state.is_pending(rewards[credit])
            require(there, Code.CREDIT_NOT_PENDING, f"credit {credit} is not pending", credit)

    def apply(self, state: State) -> None:
        rewards = self.rewards(state)
        for credit in self.credits:
            index = rewards[credit]
            reward = state.pending[index]
            state.revocations.append(encode(Revocation(reward.transaction, credit, state.totals.transactions)))
            state.revoked.add(index)
            state.paid[reward.reference] -= 1
            if state.paid[reward.reference] == 0:
                del state.paid[reward.reference]
            state.accounts.change(reward.recipient).pending -= 1
            state.totals.revoked += reward.amount
            entry = state.spending.change(state.spender[reward.issuer])
            if entry.epoch == reward.epoch == state.epoch:
                entry.spent -= reward.amount


@struct
class Binding:
    """A key that was bound to an account and is not in effect yet."""

    account: AccountID

    def check(self, state: State, sender: Account) -> None:
        require(sender.id in state.policy.arbiters, Code.MAY_NOT_REVOKE, "the sender is no arbiter")
        account = state.account(self.account)
        authority = account.authority if account else None
        is_binding = isinstance(authority, Bound) and authority.effectiveAt > state.totals.time
        require(is_binding, Code.NOT_BINDING, "no binding of the account is yet to come into effect")

    def apply(self, state: State) -> None:
        state.change(self.account).authority = Initial()


@struct
class Revoke(Action):
    target: Annotated[Union[Credits, Binding], Enum({0: Credits, 1: Binding})]
    reason: Note
    evidence: Evidence

    def check(self, state: State, sender: Account) -> None:
        self.target.check(state, sender)

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        self.target.apply(state)
