"""What the article shows is what this auditor makes of it."""
import io
import unittest
from typing import BinaryIO, Optional

import coincurve

from ..archive import MAGIC, audit
from ..block import Block
from ..block_rules import Chain
from ..codec import decode, encode
from ..codes import Code, Fault
from ..genesis import LATEST, Genesis
from ..hashes import address, handle_account, threshold_account
from ..merkle import GrowingTree
from ..values import Authenticator, Witness
from . import article

WORKED, VECTORS, RULES = "A worked block", "Worked vectors", ("Transaction rules", "Block rules", "Archive")

GENESIS = decode(Genesis, article.hex_of(article.fences(WORKED)[0]), Code.MALFORMED_GENESIS)
BLOCK_1 = b"".join(data for _, data in article.fields(article.fences(WORKED)[2]))
BLOCKS = [BLOCK_1] + [article.hex_of(article.fences(VECTORS)[i]) for i in (0, 1, 3, 5)]
AFTER_3, AFTER_4, AFTER_5 = (article.fields(article.fences(VECTORS)[i]) for i in (2, 4, 6))


def secret(number: int) -> coincurve.PrivateKey:
    return coincurve.PrivateKey(number.to_bytes(32, "big"))


def public(number: int) -> bytes:
    return bytes(secret(number).public_key.format()[1:])


def replayed(blocks: list[bytes]) -> Chain:
    chain = Chain(GENESIS)
    for block in blocks:
        chain.append(block, LATEST)
    return chain


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") + data


def archive(blocks: list[bytes]) -> bytes:
    end = len(blocks).to_bytes(8, "little") + replayed(blocks).head
    return MAGIC + b"".join(map(frame, [encode(GENESIS), *blocks, b""])) + end


def fault_of(data: bytes, now: int = LATEST) -> Optional[tuple[Code, Optional[int], Optional[int], Optional[int]]]:
    file: BinaryIO = io.BytesIO(data)
    try:
        audit(file, now)
    except Fault as fault:
        return fault.code, fault.height, fault.transaction, fault.credit
    return None


class WorkedBlock(unittest.TestCase):
    def test_genesis_and_block_have_the_hashes_that_stand_beside_them(self) -> None:
        text = article.section(WORKED)
        chain = Chain(GENESIS)
        self.assertIn(f"Its chain id is `{chain.id.hex()}`", text)
        self.assertIn(f"the state root at height 0 `{chain.stateRoot.hex()}`", text)
        chain.append(BLOCK_1, LATEST)
        self.assertIn(f"Its hash is `{chain.head.hex()}`", text)
        self.assertIn(address(b"\0" + public(3)), text)

    def test_its_transaction_is_the_one_shown_before(self) -> None:
        transaction = decode(Block, BLOCK_1, Code.MALFORMED_BLOCK).transactions[0].transaction
        self.assertEqual(encode(transaction), article.hex_of(article.fences(WORKED)[1]))
        self.assertIn(f"Its id is `{transaction.id(Chain(GENESIS).id).hex()}`", article.section(WORKED))

    def test_the_collections_after_it_have_the_counts_and_roots_of_the_table(self) -> None:
        table = article.rows(WORKED)[1:]
        leaves = replayed([BLOCK_1]).state.collections()
        self.assertEqual([(row[1], row[2]) for row in table], [(str(leaf.count), leaf.root.hex()) for leaf in leaves])

    def test_what_is_written_is_what_was_read(self) -> None:
        for block in BLOCKS:
            self.assertEqual(encode(decode(Block, block, Code.MALFORMED_BLOCK)), block)


class WorkedVectors(unittest.TestCase):
    def test_each_block_has_the_hash_and_state_root_of_the_table(self) -> None:
        table = [row for row in article.rows(VECTORS) if row[0] in ("2", "3", "4", "5") and len(row[1]) == 64]
        chain, found = replayed([BLOCK_1]), []
        for block in BLOCKS[1:]:
            chain.append(block, LATEST)
            found.append([str(chain.height), chain.head.hex(), chain.stateRoot.hex()])
        self.assertEqual(found, table)

    def test_bound_and_explicit_authorities_are_encoded_as_shown(self) -> None:
        self.assertEqual(
            [encode(account) for account in replayed(BLOCKS[:3]).state.accounts.items[4:6]], [leaf for _, leaf in AFTER_3])
        self.assertEqual([encode(replayed(BLOCKS[:4]).state.accounts.items[5])], [leaf for _, leaf in AFTER_4])

    def test_the_leaves_shown_are_all_leaves_after_block_5(self) -> None:
        names = ["policy", "totals", "accounts", "spending", "rewards", "references", "revocations"]
        shown: dict[str, list[bytes]] = {name: [] for name in names}
        for name, leaf in AFTER_5:
            collection, index = name.split()
            self.assertEqual(int(index), len(shown[collection]))
            shown[collection].append(leaf)
        for name, collection_leaf in zip(names, replayed(BLOCKS).state.collections()):
            root = GrowingTree(shown[name]).root()
            self.assertEqual((len(shown[name]), root), (collection_leaf.count, collection_leaf.root), name)

    def test_the_two_accounts_have_the_ids_shown(self) -> None:
        policy = Authenticator(2, sorted(map(public, (6, 7, 8))))
        self.assertIn(f"`{threshold_account(policy).hex()}`", article.section(VECTORS))
        self.assertIn(f"`{handle_account('github:carol').hex()}`", article.section(VECTORS))

    def test_the_merge_by_other_witnesses_gets_the_verdicts_of_the_table(self) -> None:
        table = [row for row in article.rows(VECTORS) if len(row) == 3 and row[1] in ("holds", "24")]
        self.assertEqual(len(table), 6)
        for witnesses, verdict, _ in table:
            block = witnessed_by([int(number) for number in witnesses.split(",")])
            fault = fault_of(archive(BLOCKS)[:-44 - len(frame(BLOCKS[4]))] + frame(block))
            # The end is not there: what holds is cut short after it.
            expected = (Code.CUT_SHORT, 6, None, None) if verdict == "holds" else (Code(int(verdict)), 5, 0, None)
            self.assertEqual(fault, expected, witnesses)
        self.assertEqual(witnessed_by([6, 7]), BLOCKS[4])


def witnessed_by(numbers: list[int]) -> bytes:
    """Block 5 with other witnesses of its merge, signed anew."""
    block = decode(Block, BLOCKS[4], Code.MALFORMED_BLOCK)
    merge, auxiliary = block.transactions[0], bytes(32)
    id = merge.transaction.id(block.header.chain)
    signed = [Witness(public(number), secret(number).sign_schnorr(id, auxiliary)) for number in numbers]
    merge.witnesses = sorted(signed, key=lambda witness: witness.key)
    block.header.transactionsRoot = GrowingTree([encode(merge)]).root()
    block.signature = secret(1).sign_schnorr(block.header.hash(), auxiliary)
    return encode(block)


class Codes(unittest.TestCase):
    def test_every_code_has_the_name_of_the_article(self) -> None:
        named = {int(cell): row[i + 1] for title in RULES for row in article.rows(title)
                 for i, cell in enumerate(row[:2]) if cell.isdigit()}
        alone = {2, 3, 8}  # of a transaction that stands alone
        expected = {code: name for code, name in named.items() if code not in alone}
        expected |= {83: "policyMismatch", 84: "alreadyRevealed"}  # which stand at rule 24
        self.assertEqual({int(code): code.rule for code in Code}, expected)
        self.assertIn("83 policyMismatch, 84 alreadyRevealed", article.section("Transaction rules"))


class FileFaults(unittest.TestCase):
    def setUp(self) -> None:
        self.whole = archive(BLOCKS)
        self.start = len(MAGIC) + len(frame(encode(GENESIS)))

    def test_the_whole_archive_holds(self) -> None:
        self.assertIsNone(fault_of(self.whole))
        self.assertIsNone(fault_of(archive([])))

    def test_301_another_beginning(self) -> None:
        for data in (b"", MAGIC[:-1], b"x" + self.whole[1:], self.whole[1:]):
            self.assertEqual(fault_of(data), (Code.NOT_AN_ARCHIVE, 0, None, None))

    def test_302_a_genesis_that_is_none(self) -> None:
        genesis = encode(GENESIS)
        for data in (b"", genesis[:-1], genesis + b"\0", b"\2" + genesis[1:], bytes(1_048_576)):
            self.assertEqual(fault_of(MAGIC + frame(data)), (Code.MALFORMED_GENESIS, 0, None, None))

    def test_303_an_end_anywhere_before_the_end(self) -> None:
        heights = [0, *range(1, 7)]
        ends = [self.start]
        for block in BLOCKS:
            ends.append(ends[-1] + len(frame(block)))
        for length in range(len(MAGIC), len(self.whole)):
            height = next((height for height, end in zip(heights, ends) if length < end), 6)
            self.assertEqual(fault_of(self.whole[:length]), (Code.CUT_SHORT, height, None, None), length)

    def test_304_a_count_over_its_limit_whatever_follows(self) -> None:
        for count, place, height in ((1_048_577, len(MAGIC), 0), (16_777_217, self.start, 1), (2**32 - 1, self.start, 1)):
            data = self.whole[:place] + count.to_bytes(4, "little")
            for rest in (b"", bytes(count) if count < 2**25 else b""):
                self.assertEqual(fault_of(data + rest), (Code.TOO_LONG, height, None, None))

    def test_305_an_end_of_another_block(self) -> None:
        for place in (40, 33, 32, 1):
            data = bytearray(self.whole)
            data[-place] ^= 1
            self.assertEqual(fault_of(bytes(data)), (Code.WRONG_END, 6, None, None))

    def test_306_a_byte_after_the_end(self) -> None:
        self.assertEqual(fault_of(self.whole + b"\0"), (Code.TRAILING, 6, None, None))

    def test_a_broken_rule_comes_before_a_later_fault_of_the_file(self) -> None:
        data = bytearray(self.whole)
        data[self.start + 4] ^= 1
        self.assertEqual(fault_of(bytes(data[:-1])), (Code.VERSION, 1, None, None))

    def test_215_comes_last(self) -> None:
        time = decode(Block, BLOCKS[4], Code.MALFORMED_BLOCK).header.time
        self.assertIsNone(fault_of(self.whole, now=time))
        self.assertEqual(fault_of(self.whole, now=time - 1), (Code.FUTURE, 5, None, None))


if __name__ == "__main__":
    unittest.main()
