"""Every rule by its code, as the article numbers them, and what is raised where one does not hold."""
from enum import IntEnum
from typing import Optional


class Code(IntEnum):
    """A rule. A number never changes its meaning."""

    # Transaction rules, without state. 2, 3 and 8 are broken only by a transaction that stands alone, so never here.
    TOO_LARGE = 1
    ZERO_AMOUNT = 4
    TO_ONESELF = 5
    INVALID_POLICY = 6
    BAD_SIGNATURE = 7
    # For every action.
    EXPIRED = 20
    UNKNOWN_SENDER = 21
    SENDER_CLOSED = 22
    WRONG_SEQUENCE = 23
    UNAUTHORISED = 24
    ALLOWANCE_USED = 25
    # By action.
    NOT_AN_ISSUER = 40
    OUT_OF_SCOPE = 41
    BELOW_SMALLEST = 42
    RECIPIENT_CLOSED = 43
    REFERENCE_PAID = 44
    OVER_CAP = 45
    OVERFLOW = 46
    OVER_BUDGET = 47
    OVER_SUPPLY_CAP = 48
    INSUFFICIENT_BALANCE = 60
    NOT_PENDING = 70
    MAY_NOT_REVOKE = 71
    CREDIT_NOT_PENDING = 72
    NOT_BINDING = 73
    NOT_A_REGISTRAR = 80
    ACCOUNT_EXISTS = 81
    ALREADY_BOUND = 82
    POLICY_MISMATCH = 83
    ALREADY_REVEALED = 84
    REWARDS_PENDING = 85
    NOT_THE_AUTHORITY = 90
    UNKNOWN_ISSUER = 91
    TOO_MANY_ISSUERS = 92
    # Block rules. 214 is no rule.
    MALFORMED_BLOCK = 201
    VERSION = 202
    CHAIN = 203
    HEIGHT = 204
    PARENT = 205
    HISTORY_ROOT = 206
    TIME = 207
    PRODUCER = 208
    BLOCK_SIGNATURE = 209
    TRANSACTION_COUNT = 210
    BLOCK_SIZE = 211
    TRANSACTIONS_ROOT = 212
    STATE_ROOT = 213
    FUTURE = 215
    # Faults of the file.
    NOT_AN_ARCHIVE = 301
    MALFORMED_GENESIS = 302
    CUT_SHORT = 303
    TOO_LONG = 304
    WRONG_END = 305
    TRAILING = 306

    @property
    def rule(self) -> str:
        """The name as the article writes it: WRONG_SEQUENCE is wrongSequence."""
        first, *others = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in others)


class Fault(Exception):
    """A rule that does not hold. Whoever knows the height, and the transaction's index in its block, adds them."""

    def __init__(self, code: Code, detail: str, credit: Optional[int] = None) -> None:
        super().__init__(f"{code.rule} ({int(code)}): {detail}")
        self.code = code
        self.detail = detail
        self.credit = credit
        self.height: Optional[int] = None
        self.transaction: Optional[int] = None


def require(holds: bool, code: Code, detail: str, credit: Optional[int] = None) -> None:
    """Raises a Fault unless the rule holds.

    - credit: the index that the fault names, where it is of one credit.
    """
    if not holds:
        raise Fault(code, detail, credit)
