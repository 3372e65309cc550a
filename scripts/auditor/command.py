"""The command line."""
import argparse
import json
import re
import sys
import time
from typing import Any, Optional

try:
    from .archive import audit
    from .block_rules import Chain
    from .codes import Code, Fault
    from .hashes import address
except ModuleNotFoundError as error:
    if error.name != "coincurve":
        raise
    print("auditor: coincurve is not installed; 'pip install coincurve' provides it", file=sys.stderr)
    sys.exit(2)

Head = tuple[int, bytes]  # height and hash


class Mismatch(Exception):
    """The archive is not of the chain, or does not hold the block, that an option names. It may be sound in itself."""

    def __init__(self, option: str, detail: str) -> None:
        super().__init__(detail)
        self.option, self.detail = option, detail


def verdict(
    path: str, now: int, genesis_hash: Optional[bytes] = None, head: Optional[Head] = None, with_accounts: bool = False
) -> dict[str, Any]:
    """What an audit of the file comes to, as it is printed as JSON. Raises OSError where the file can't be read."""
    is_seen = head is None

    def see(height: int, hash: bytes) -> None:
        nonlocal is_seen
        if height == 0 and genesis_hash not in (None, hash):
            raise Mismatch("genesisHash", f"the chain is {hash.hex()}")
        is_seen = is_seen or (height, hash) == head

    try:
        with open(path, "rb") as file:
            chain = audit(file, now, see)
        if head and not is_seen:
            raise Mismatch("head", f"block {head[0]} is another, or after the end")
    except Fault as fault:
        return {
            "holds": False, "height": fault.height, "transaction": fault.transaction, "credit": fault.credit,
            "code": int(fault.code), "rule": fault.code.rule, "detail": fault.detail}
    except Mismatch as mismatch:
        return {
            "holds": False, "height": None, "transaction": None, "credit": None, "code": None,
            "rule": mismatch.option, "detail": mismatch.detail}
    if not chain.state.sums_hold():
        raise ArithmeticError("the sums differ, which no archive can bring about: a mistake of this auditor")
    return report(chain, with_accounts)


def report(chain: Chain, with_accounts: bool) -> dict[str, Any]:
    state, totals, pending = chain.state, chain.state.totals, chain.state.pending_amounts()
    answer: dict[str, Any] = {
        "holds": True, "chain": chain.id.hex(), "height": chain.height, "head": chain.head.hex(),
        "stateRoot": chain.stateRoot.hex(), "transactions": totals.transactions, "minted": str(totals.minted),
        "revoked": str(totals.revoked), "burned": str(totals.burned), "pending": str(sum(pending.values()))}
    if with_accounts:
        answer["accounts"] = [
            {
                "account": address(account.id), "balance": str(account.balance), "earned": str(account.earned),
                "sequence": account.sequence, "pending": str(pending[index])
            } for index, account in enumerate(state.accounts.items)]
    return answer


def head_argument(text: str) -> Head:
    if not re.fullmatch("[0-9]{1,20}:[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a height, a colon and 64 hexadecimal digits")
    return int(text[:-65]), bytes.fromhex(text[-64:])


def hash_argument(text: str) -> bytes:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not 64 hexadecimal digits")
    return bytes.fromhex(text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="auditor", description="Replays an exported Laurel archive and checks every rule and root.",
        epilog="Exit status: 0 the chain holds, 1 it does not, 2 it could not be checked, as where the file is no archive.")
    parser.add_argument("archive", metavar="ARCHIVE")
    parser.add_argument("--genesis-hash", metavar="HEX", type=hash_argument, help="the chain's id")
    parser.add_argument("--head", metavar="HEIGHT:HASH", type=head_argument, help="a block that it must contain")
    parser.add_argument("--now", metavar="MS", type=int, default=time.time_ns() // 10**6, help="default: the clock's")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--accounts", action="store_true", help="list the accounts too, in order of index")
    options = parser.parse_args(arguments)
    try:
        answer = verdict(options.archive, options.now, options.genesis_hash, options.head, options.accounts)
    except (OSError, ArithmeticError) as error:
        print(f"auditor: {options.archive} could not be checked: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(answer, sort_keys=True))
    else:
        accounts = [" ".join(map(str, account.values())) for account in answer.pop("accounts", [])]
        print(*[f"{name}: {value}" for name, value in answer.items()], *accounts, sep="\n")
    if answer["holds"]:
        return 0
    return 2 if answer["code"] == Code.NOT_AN_ARCHIVE else 1
