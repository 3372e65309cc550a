"""What every action says of itself."""
from typing import Optional

from ..state import Account, State
from ..values import Authenticator


class Action:
    """The methods are called in this order, each only if the ones before it raised no Fault. Only `apply` changes anything."""

    __slots__ = ()

    def check_alone(self, sender: bytes) -> None:
        """Rules 4…6, which need no state."""

    def needs(self, state: State, sender: Account) -> list[Optional[Authenticator]]:
        """What the witnesses must satisfy; None where an account that must sign has no authenticator in force."""
        return [state.authenticator(sender)]

    def check(self, state: State, sender: Account) -> None:
        """The rules of this action, in order of precedence."""

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        """What it changes, once the sender's sequence and use are counted.

        - id: the transaction's.
        """
