from ..codec import struct
from ..codes import Code, require
from ..policy import Policy
from ..state import Account, State
from .action import Action


@struct
class SetPolicy(Action):
    policy: Policy

    def check_alone(self, sender: bytes) -> None:
        wrong = self.policy.fault()
        require(wrong is None, Code.INVALID_POLICY, f"{wrong}")

    def check(self, state: State, sender: Account) -> None:
        require(sender.id == state.policy.authority, Code.NOT_THE_AUTHORITY, "the sender is not the policy's authority")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        state.next_policy = self.policy
        for account in self.policy.named():
            state.register(account)
