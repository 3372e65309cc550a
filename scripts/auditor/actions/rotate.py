from typing import Optional

from ..codec import struct
from ..state import Account, State
from ..values import Authenticator
from .action import Action


@struct
class Rotate(Action):
    to: Authenticator

    def needs(self, state: State, sender: Account) -> list[Optional[Authenticator]]:
        return [state.authenticator(sender), self.to]

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        sender.authority = self.to
