from ..codec import struct
from ..codes import Code, require
from ..state import Account, State
from ..values import AccountID
from .action import Action


@struct
class Register(Action):
    account: AccountID

    def check(self, state: State, sender: Account) -> None:
        require(sender.id in state.policy.registrars, Code.NOT_A_REGISTRAR, "the policy does not list the sender")
        require(self.account not in state.index, Code.ACCOUNT_EXISTS, "the account is there")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        state.register(self.account)
