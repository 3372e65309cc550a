from typing import Optional

from ..codec import struct
from ..codes import Code, require
from ..hashes import threshold_account
from ..state import Account, Initial, State
from ..values import Authenticator
from .action import Action


@struct
class Reveal(Action):
    policy: Authenticator

    def needs(self, state: State, sender: Account) -> list[Optional[Authenticator]]:
        # These two stand before 24, since what is needed depends on them.
        require(sender.id == threshold_account(self.policy), Code.POLICY_MISMATCH, "the sender's id is not the policy's hash")
        require(sender.authority == Initial(), Code.ALREADY_REVEALED, "the sender has an authority")
        return [self.policy]

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        sender.authority = self.policy
