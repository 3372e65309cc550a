"""Each value has one encoding: what is not it, is refused."""
import unittest
from typing import Any

from ..codec import Reader, codec_of
from ..codes import Code, Fault
from ..values import AccountID, Authenticator, Handle, Note, Reference, Scope


def reads(hint: Any, data: bytes) -> bool:
    codec, reader = codec_of(hint), Reader(data, Code.MALFORMED_BLOCK)
    try:
        value = codec.read(reader)
        reader.finish()
    except Fault:
        return False
    assert codec.write(value) == data, f"{data!r} was read as {value!r}, which has another encoding"
    return True


def text(data: bytes) -> bytes:
    return bytes([len(data)]) + data


class Encoding(unittest.TestCase):
    def test_utf_8_is_that_of_rfc_3629(self) -> None:
        for data in (b"a", "é€😀".encode(), b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf", b"\xed\x9f\xbf", b"\xee\x80\x80"):
            self.assertTrue(reads(Note, text(data)), data)
        for data in (b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80",
                     b"\xf8\x88\x80\x80\x80", b"\x80", b"\xc3", b"\xe2\x82", b"\xff"):
            self.assertFalse(reads(Note, text(data)), data)

    def test_a_note_has_no_control_characters(self) -> None:
        for data in (b"\0", b"\x1f", b"\n", b"\x7f", "\x80".encode(), "\x9f".encode(), b""):
            self.assertFalse(reads(Note, text(data)), data)
        self.assertTrue(reads(Note, text("\xa0 ".encode())))

    def test_texts_have_their_forms(self) -> None:
        for hint, data in ((Reference, b"a b"), (Reference, b"a\n"), (Reference, "é".encode()), (Reference, b""), (Reference, b"a" * 65),
                           (Handle, b":ab"), (Handle, b"ab:"), (Handle, b"Ab:c"), (Handle, b"a:"), (Handle, b"a:b c")):
            self.assertFalse(reads(hint, text(data)), data)
        for hint, data in ((Reference, b"a" * 64), (Reference, b"!~"), (Handle, b"a:b"), (Handle, b"a-0::"), (Handle, b"a:" + b"~" * 126)):
            self.assertTrue(reads(hint, bytes([len(data) & 127 | 128, 1]) + data if len(data) > 127 else text(data)), data)

    def test_uleb128_has_the_fewest_bytes(self) -> None:
        for data in (b"\x81\x00a", b"\x80\x00", b"\x81\x80\x00a", b"\xff\xff\xff\xff\x1fa", b"\x80\x80\x80\x80\x80\x00"):
            self.assertFalse(reads(Reference, data), data)

    def test_any_32_bytes_are_a_key(self) -> None:
        for key in (bytes(32), b"\xff" * 32, b"\x05".rjust(32, b"\0")):
            self.assertTrue(reads(AccountID, b"\0" + key))
        self.assertFalse(reads(AccountID, b"\3" + bytes(32)))
        self.assertFalse(reads(AccountID, b"\0" + bytes(31)))
        self.assertFalse(reads(AccountID, b"\0" + bytes(33)))

    def test_sets_ascend_strictly(self) -> None:
        self.assertTrue(reads(Scope, b"\x03\x00\x01\x03"))
        for data in (b"\x02\x01\x00", b"\x02\x00\x00", b"\x00", b"\x01\x04"):
            self.assertFalse(reads(Scope, data), data)
        # By the bytes of the encodings, in which a shorter text comes first whatever it says.
        self.assertTrue(reads(Scope, b"\x02\x02\x01b\x02\x02aa"))
        self.assertFalse(reads(Scope, b"\x02\x02\x02aa\x02\x01b"))

    def test_a_threshold_is_at_most_the_number_of_keys(self) -> None:
        one, two = bytes(32), bytes(31) + b"\1"
        self.assertTrue(reads(Authenticator, b"\2\2" + one + two))
        for data in (b"\0\2" + one + two, b"\3\2" + one + two, b"\1\0", b"\1\2" + two + one):
            self.assertFalse(reads(Authenticator, data), data)


if __name__ == "__main__":
    unittest.main()
