"""Encoding: the types of the article's table that transactions, policies and leaves are made of."""
from typing import Annotated, Optional

from .codec import Encoded, Fixed, Option, Set, String, Uint, Unit, struct

U8 = Annotated[int, Uint(1)]
U16 = Annotated[int, Uint(2)]
U32 = Annotated[int, Uint(4)]
U64 = Annotated[int, Uint(8)]
U128 = Annotated[int, Uint(16)]
U32_LIMIT, U128_LIMIT = 2**32 - 1, 2**128 - 1

Hash = Annotated[bytes, Fixed(32)]
Key = Annotated[bytes, Fixed(32)]  # any 32 bytes: one that is no point of the curve can do nothing, but decodes
Signature = Annotated[bytes, Fixed(64)]
Half = Annotated[bytes, Fixed(16)]  # of a hash

AccountID = Annotated[bytes, Encoded(Key, Hash, Hash)]  # key, handle, threshold
KEY, HANDLE, THRESHOLD = b"\0", b"\1", b"\2"  # the tags of account ids

CONTROLS = r"\0-\x1f\x7f-\x9f"
Reference = Annotated[str, String(1, 64, r"[\x21-\x7e]*")]
Category = Annotated[str, String(1, 32, r"[a-z0-9-]*")]
Handle = Annotated[str, String(3, 128, r"[a-z0-9-]+:[\x21-\x7e]+")]
Note = Annotated[str, String(1, 256, f"[^{CONTROLS}]*")]
Evidence = Annotated[Optional[bytes], Option(Hash)]

Reason = Annotated[bytes, Encoded(Unit(), Unit(), Category)]  # ticketResolved, proposalAccepted, other
ScopeItem = Annotated[bytes, Encoded(Unit(), Unit(), Category, Unit())]  # the same, any other
OTHER, ANY_OTHER = b"\2", b"\3"  # tags of them
Scope = Annotated[list[bytes], Set(ScopeItem, 1, 16)]


@struct
class Authenticator:
    threshold: U8
    keys: Annotated[list[bytes], Set(Key, 1, 32)]

    def is_well_formed(self) -> bool:
        return 1 <= self.threshold <= len(self.keys)


@struct
class Witness:
    key: Key
    signature: Signature
