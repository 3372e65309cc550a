from ..codec import struct
from ..codes import Code, require
from ..state import Account, State
from ..values import U128, AccountID, Evidence
from .action import Action


@struct
class Transfer(Action):
    to: AccountID
    amount: U128
    evidence: Evidence

    def check_alone(self, sender: bytes) -> None:
        require(self.amount > 0, Code.ZERO_AMOUNT, "the amount is 0")
        require(self.to != sender, Code.TO_ONESELF, "the recipient is the sender")

    def check(self, state: State, sender: Account) -> None:
        smallest = state.policy.smallestAmount
        require(self.amount >= smallest, Code.BELOW_SMALLEST, f"{self.amount}, at least {smallest} is allowed")
        require(state.is_open(self.to), Code.RECIPIENT_CLOSED, "the recipient was merged into another account")
        require(self.amount <= sender.balance, Code.INSUFFICIENT_BALANCE, f"{self.amount} of {sender.balance}")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        sender.balance -= self.amount
        state.change(self.to).balance += self.amount
