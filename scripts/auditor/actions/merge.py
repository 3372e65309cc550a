from typing import Optional

from ..codec import struct
from ..codes import Code, require
from ..state import Account, State
from ..values import AccountID, Authenticator, Evidence
from .action import Action


@struct
class Merge(Action):
    into: AccountID
    evidence: Evidence

    def check_alone(self, sender: bytes) -> None:
        require(self.into != sender, Code.TO_ONESELF, "the account is the sender")

    def needs(self, state: State, sender: Account) -> list[Optional[Authenticator]]:
        return [state.authenticator(sender), state.authenticator(state.account(self.into))]

    def check(self, state: State, sender: Account) -> None:
        require(state.is_open(self.into), Code.RECIPIENT_CLOSED, "it was merged into another account")
        require(sender.pending == 0, Code.REWARDS_PENDING, f"{sender.pending} rewards of the sender are pending")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        target = state.change(self.into)
        target.balance += sender.balance
        target.earned += sender.earned
        sender.balance = sender.earned = 0
        sender.mergedInto = state.index[self.into]
