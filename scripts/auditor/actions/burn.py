from ..codec import struct
from ..codes import Code, require
from ..state import Account, State
from ..values import U128
from .action import Action


@struct
class Burn(Action):
    amount: U128

    def check_alone(self, sender: bytes) -> None:
        require(self.amount > 0, Code.ZERO_AMOUNT, "the amount is 0")

    def check(self, state: State, sender: Account) -> None:
        require(self.amount <= sender.balance, Code.INSUFFICIENT_BALANCE, f"{self.amount} of {sender.balance}")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        sender.balance -= self.amount
        state.totals.burned += self.amount
