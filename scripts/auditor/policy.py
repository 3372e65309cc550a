"""Policy: who may do what, and the ranges outside of which rule 6 refuses it."""
from typing import Annotated, Any, Iterator, Optional

from .codec import Set, Vec, struct
from .values import ANY_OTHER, OTHER, AccountID, Key, Scope, U128, U128_LIMIT, U32, U32_LIMIT, U64

DAYS_90 = 7_776_000_000  # in milliseconds
ISSUER_LIMIT = 256

Ranges = dict[str, tuple[int, int]]
AMOUNT_RANGES: Ranges = {"capPerReference": (1, U128_LIMIT), "budgetPerEpoch": (1, U128_LIMIT)}


def out_of_range(value: Any, ranges: Ranges) -> Optional[str]:
    """The first field that is out of its range, in words. Of a list its length counts."""
    for name, (low, high) in ranges.items():
        field = getattr(value, name)
        got = len(field) if isinstance(field, list) else field
        if not low <= got <= high:
            return f"{name} is {got}, {low}…{high} is allowed"
    return None


@struct
class IssuerTerms:
    scope: Scope
    capPerReference: U128
    budgetPerEpoch: U128

    def fault(self) -> Optional[str]:
        return out_of_range(self, AMOUNT_RANGES)


@struct
class Issuer:
    account: AccountID
    scope: Scope
    capPerReference: U128
    budgetPerEpoch: U128

    def covers(self, reason: bytes) -> bool:
        """Whether its scope holds a credit's reason."""
        return reason in self.scope or reason[:1] == OTHER and ANY_OTHER in self.scope


@struct
class Policy:
    authority: AccountID
    # The lists decode up to four times their limit, so that rule 6 can name them.
    producers: Annotated[list[bytes], Set(Key, 0, 256)]
    issuers: Annotated[list[Issuer], Vec(Issuer, 0, 1024, ascends_by=lambda issuer: issuer.account)]
    arbiters: Annotated[list[bytes], Set(AccountID, 0, 256)]
    registrars: Annotated[list[bytes], Set(AccountID, 0, 256)]
    challengeWindow: U64
    bindDelay: U64
    smallestAmount: U128
    allowance: U32
    issuerAllowance: U32
    blockBytes: U32
    blockTransactions: U32

    def fault(self) -> Optional[str]:
        """What is out of its range, in words."""
        ranges: Ranges = {
            "producers": (1, 64), "issuers": (0, ISSUER_LIMIT), "arbiters": (0, 64), "registrars": (0, 64),
            "challengeWindow": (0, DAYS_90), "bindDelay": (0, DAYS_90), "smallestAmount": (1, U128_LIMIT),
            "allowance": (1, U32_LIMIT), "issuerAllowance": (self.allowance, U32_LIMIT),
            "blockBytes": (262_144, 16_777_216), "blockTransactions": (1, 65_536),
        }
        of_issuers = (out_of_range(issuer, AMOUNT_RANGES) for issuer in self.issuers)
        return out_of_range(self, ranges) or next(filter(None, of_issuers), None)

    def issuer(self, account: bytes) -> Optional[Issuer]:
        return next((issuer for issuer in self.issuers if issuer.account == account), None)

    def named(self) -> Iterator[bytes]:
        """The accounts that it names, in the order in which they are registered."""
        yield self.authority
        yield from (issuer.account for issuer in self.issuers)
        yield from self.arbiters
        yield from self.registrars
