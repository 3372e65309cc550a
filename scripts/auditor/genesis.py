"""Genesis: the start of a chain."""
from typing import Annotated, Optional

from .codec import String, struct
from .policy import Policy, Ranges, out_of_range
from .values import CONTROLS, Hash, U128, U128_LIMIT, U16, U64, U8

LATEST = 253_402_300_799_999  # the end of the year 9999, in milliseconds


@struct
class Token:
    name: Annotated[str, String(1, 50, f"[^{CONTROLS}]*")]
    symbol: Annotated[str, String(1, 12, "[A-Z0-9]*")]
    decimals: U8


@struct
class Genesis:
    version: U16
    community: Annotated[str, String(1, 100, f"[^{CONTROLS}]*")]
    token: Token
    supplyCap: U128
    time: U64
    nonce: Hash
    epochLength: U64
    policy: Policy

    def fault(self) -> Optional[str]:
        """What is out of its range, in words. Such a genesis is malformed."""
        ranges: Ranges = {
            "version": (1, 1), "supplyCap": (1, U128_LIMIT), "time": (0, LATEST), "epochLength": (60_000, 315_360_000_000)}
        return out_of_range(self, ranges) or out_of_range(self.token, {"decimals": (0, 18)}) or self.policy.fault()

    def epoch(self, time: int) -> int:
        """The number of the epoch that holds a time, which is not before the genesis's."""
        return (time - self.time) // self.epochLength
