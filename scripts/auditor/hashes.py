"""Hashes: SHA-256, the tagged hash of BIP340, signatures, and accounts as text."""
import hashlib

import coincurve

from .codec import encode
from .values import HANDLE, THRESHOLD, Authenticator


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class TaggedHash:
    """`H(tag, m)`: SHA-256 of the tag's hash twice and then the message."""

    def __init__(self, tag: str) -> None:
        self.start = hashlib.sha256(sha256(tag.encode()) * 2)

    def __call__(self, message: bytes) -> bytes:
        hasher = self.start.copy()
        hasher.update(message)
        return hasher.digest()


chain_id = TaggedHash("laurel/genesis")  # of an encoded Genesis
transaction_hash = TaggedHash("laurel/transaction")  # of the chain's id and an encoded Transaction
block_hash = TaggedHash("laurel/block")  # of an encoded Header
handle_hash = TaggedHash("laurel/handle")
threshold_hash = TaggedHash("laurel/threshold")
reference_hash = TaggedHash("laurel/reference")


def handle_account(text: str) -> bytes:
    return HANDLE + handle_hash(text.encode())


def threshold_account(policy: Authenticator) -> bytes:
    return THRESHOLD + threshold_hash(encode(policy))


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a BIP340 signature is valid; never by a key that is no point of the curve."""
    try:
        return bool(coincurve.PublicKeyXOnly(key).verify(signature, message))
    except ValueError:
        return False


def address(account: bytes) -> str:
    """An account as text: bech32m (BIP350) of its 33 bytes, which with one bit of padding are 53 groups of five."""

    def groups(number: int, count: int) -> list[int]:
        return [number >> 5 * i & 31 for i in reversed(range(count))]

    prefix = "laurel"
    data = groups(int.from_bytes(account, "big") << 1, 53)
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = 1
    for value in expanded + data + [0] * 6:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator * (top >> i & 1)
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    return prefix + "1" + "".join(letters[i] for i in data + groups(check ^ 0x2BC830A3, 6))
