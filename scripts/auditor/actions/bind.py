from typing import Optional

from ..codec import struct
from ..codes import Code, require
from ..hashes import handle_account
from ..state import Account, Bound, Initial, State
from ..values import Authenticator, Handle, Key
from .action import Action


@struct
class Bind(Action):
    handle: Handle
    key: Key

    def needs(self, state: State, sender: Account) -> list[Optional[Authenticator]]:
        return [state.authenticator(sender), Authenticator(1, [self.key])]

    def check(self, state: State, sender: Account) -> None:
        require(sender.id in state.policy.registrars, Code.NOT_A_REGISTRAR, "the policy does not list the sender")
        account = state.account(handle_account(self.handle))
        is_free = account is None or account.authority == Initial()
        require(is_free, Code.ALREADY_BOUND, f"{self.handle} has an authority")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        effective_at = state.totals.time + state.policy.bindDelay
        state.change(handle_account(self.handle)).authority = Bound(self.key, effective_at)
