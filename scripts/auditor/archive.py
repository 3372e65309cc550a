"""Archive: a chain in one file, its faults, and the audit from its first byte to its last."""
from typing import BinaryIO, Callable

from .block import BYTE_LIMIT
from .block_rules import Chain
from .codec import decode
from .codes import Code, Fault, require
from .genesis import Genesis

MAGIC = b"laurel-archive-1\n"
GENESIS_LIMIT = 1_048_576  # bytes


def audit(file: BinaryIO, now: int, seen: Callable[[int, bytes], None] = lambda height, hash: None) -> Chain:
    """Reads an archive to its end. Returns the chain after its last block, or raises the first Fault in the order of the file.

    - now: the auditor's clock, in milliseconds.
    - seen: called with height and hash of the genesis and of each sound block.
    """
    height = 0  # at which something sound is expected next
    chain = None
    try:
        require(file.read(len(MAGIC)) == MAGIC, Code.NOT_AN_ARCHIVE, "the file does not begin with 'laurel-archive-1'")
        chain = Chain(read_genesis(file))
        seen(0, chain.id)
        height = 1
        while encoded := record(file, BYTE_LIMIT):
            chain.append(encoded, now)
            seen(height, chain.head)
            height += 1
        end = exactly(file, 40)
        expected = chain.height.to_bytes(8, "little") + chain.head
        require(end == expected, Code.WRONG_END, f"the end is {end.hex()}, {expected.hex()} was expected")
        require(not file.read(1), Code.TRAILING, "bytes follow after the end")
    except Fault as fault:
        fault.height = height
        fault.transaction = chain.current if chain else None
        raise
    return chain


def read_genesis(file: BinaryIO) -> Genesis:
    genesis = decode(Genesis, record(file, GENESIS_LIMIT), Code.MALFORMED_GENESIS)
    wrong = genesis.fault()
    require(wrong is None, Code.MALFORMED_GENESIS, f"{wrong}")
    return genesis


def record(file: BinaryIO, limit: int) -> bytes:
    """The bytes of a genesis or block. None are the mark of the end."""
    count = int.from_bytes(exactly(file, 4), "little")
    require(count <= limit, Code.TOO_LONG, f"a record claims {count} bytes, {limit} are allowed")
    return exactly(file, count)


def exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    require(len(data) == count, Code.CUT_SHORT, f"{count - len(data)} more bytes are needed")
    return data
