from dataclasses import replace
from typing import Annotated, Optional

from ..codec import Option, struct
from ..codes import Code, require
from ..policy import ISSUER_LIMIT, Issuer, IssuerTerms
from ..state import Account, State
from ..values import AccountID
from .action import Action


@struct
class SetIssuer(Action):
    account: AccountID
    terms: Annotated[Optional[IssuerTerms], Option(IssuerTerms)]

    def check_alone(self, sender: bytes) -> None:
        wrong = self.terms.fault() if self.terms else None
        require(wrong is None, Code.INVALID_POLICY, f"{wrong}")

    def check(self, state: State, sender: Account) -> None:
        require(sender.id == state.policy.authority, Code.NOT_THE_AUTHORITY, "the sender is not the policy's authority")
        # Of the next policy, as changed so far in this block.
        others = self.others(state)
        if self.terms is None:
            require(len(others) < len(state.next_policy.issuers), Code.UNKNOWN_ISSUER, "the policy lists no such issuer")
        else:
            require(len(others) < ISSUER_LIMIT, Code.TOO_MANY_ISSUERS, f"{len(others)} are listed")

    def apply(self, state: State, sender: Account, id: bytes) -> None:
        issuers = self.others(state)
        if self.terms is not None:
            terms = self.terms
            issuers.append(Issuer(self.account, terms.scope, terms.capPerReference, terms.budgetPerEpoch))
            state.register(self.account)
        state.next_policy = replace(state.next_policy, issuers=sorted(issuers, key=lambda issuer: issuer.account))

    def others(self, state: State) -> list[Issuer]:
        return [issuer for issuer in state.next_policy.issuers if issuer.account != self.account]
