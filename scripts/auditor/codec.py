"""Encoding: BCS. Each value has exactly one byte string, and each byte string at most one value.

A codec has `read`, which takes a value from a Reader or raises the reader's fault, and `write`, which gives its bytes. A type names its codec:
`Annotated[int, Uint(8)]`, or a class under `@struct`, whose fields are written in their order.
"""
import re
from dataclasses import dataclass
from typing import Any, Callable, Generic, NoReturn, Optional, TypeVar, dataclass_transform, get_type_hints

from .codes import Code, Fault

T = TypeVar("T")


class Reader:
    """Bytes, and how far they were read."""

    __slots__ = ("data", "offset", "code")

    def __init__(self, data: bytes, code: Code) -> None:
        self.data = data
        self.offset = 0
        self.code = code  # the rule that malformed bytes break

    def refuse(self, why: str) -> NoReturn:
        raise Fault(self.code, f"{why}, before offset {self.offset}")

    def take(self, count: int) -> bytes:
        start = self.offset
        self.offset = end = start + count
        data = self.data[start:end]
        if len(data) != count:
            self.refuse(f"{count - len(data)} more bytes are needed")
        return data

    def uleb(self, low: int, high: int, what: str) -> int:
        """A count, length or tag: ULEB128 in the fewest bytes. `high` is below 2³²."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
            if shift == 35:
                self.refuse("ULEB128 has over five bytes")
        if byte == 0 and shift > 7:
            self.refuse("ULEB128 is longer than needed")
        if not low <= value <= high:
            self.refuse(f"{what} is {value}, {low}…{high} is allowed")
        return value

    def finish(self) -> None:
        if self.offset != len(self.data):
            self.refuse(f"{len(self.data) - self.offset} bytes follow the value")


def uleb(value: int) -> bytes:
    if value < 0x80:
        return bytes((value,))
    return bytes((value & 0x7F | 0x80,)) + uleb(value >> 7)


class Codec(Generic[T]):
    def read(self, reader: Reader) -> T:
        raise NotImplementedError

    def write(self, value: T) -> bytes:
        raise NotImplementedError



def codec_of(hint: Any) -> "Codec[Any]":
    """The codec that a type names."""
    if isinstance(hint, Codec):
        return hint
    for item in getattr(hint, "__metadata__", ()):
        if isinstance(item, Codec):
            return item
    codec = getattr(hint, "codec", None)
    if isinstance(codec, Codec):
        return codec
    raise TypeError(f"{hint} names no codec")


class Uint(Codec[int]):
    """An integer of fixed width, little-endian."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read(self, reader: Reader) -> int:
        return int.from_bytes(reader.take(self.size), "little")

    def write(self, value: int) -> bytes:
        return value.to_bytes(self.size, "little")


class Fixed(Codec[bytes]):
    """`[n]`: n bytes as they are."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read(self, reader: Reader) -> bytes:
        return reader.take(self.size)

    def write(self, value: bytes) -> bytes:
        return value


class String(Codec[str]):
    """A byte count and UTF-8 of that many bytes, all of it of the form of a regular expression."""

    def __init__(self, low: int, high: int, form: str) -> None:
        self.low, self.high = low, high
        self.form = re.compile(form)

    def read(self, reader: Reader) -> str:
        data = reader.take(reader.uleb(self.low, self.high, "a string's length"))
        try:
            text = data.decode()  # as strict as RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF
        except UnicodeDecodeError:
            reader.refuse("a string is not UTF-8")
        if not self.form.fullmatch(text):
            reader.refuse("a string is not of its form")
        return text

    def write(self, value: str) -> bytes:
        data = value.encode()
        return uleb(len(data)) + data


class Vec(Codec[list[T]]):
    """A count and so many elements; where `ascends_by` is given, in strictly ascending order of what it makes of them."""

    def __init__(self, element: Any, low: int, high: int, ascends_by: Optional[Callable[[T], Any]] = None) -> None:
        self.element: Codec[T] = codec_of(element)
        self.low, self.high = low, high
        self.ascends_by = ascends_by

    def read(self, reader: Reader) -> list[T]:
        read = self.element.read
        values = [read(reader) for _ in range(reader.uleb(self.low, self.high, "a count"))]
        if self.ascends_by and len(values) > 1:
            keys = list(map(self.ascends_by, values))
            if not all(one < next for one, next in zip(keys, keys[1:])):
                reader.refuse("a set does not ascend strictly")
        return values

    def write(self, value: list[T]) -> bytes:
        return uleb(len(value)) + b"".join(map(self.element.write, value))


class Set(Vec[T]):
    """A vec in strictly ascending order of its elements' encodings."""

    def __init__(self, element: Any, low: int, high: int) -> None:
        super().__init__(element, low, high, codec_of(element).write)


class Option(Codec[Optional[T]]):
    """`00`, or `01` and the value."""

    def __init__(self, some: Any) -> None:
        self.some: Codec[T] = codec_of(some)

    def read(self, reader: Reader) -> Optional[T]:
        return self.some.read(reader) if reader.uleb(0, 1, "an option's flag") else None

    def write(self, value: Optional[T]) -> bytes:
        return b"\0" if value is None else b"\1" + self.some.write(value)


class Enum(Codec[Any]):
    """A tag, and then the fields of the struct that has it."""

    def __init__(self, cases: dict[int, Any]) -> None:
        self.cases = {tag: codec_of(case) for tag, case in cases.items()}
        self.tags = {case: uleb(tag) for tag, case in cases.items()}

    def read(self, reader: Reader) -> Any:
        case = self.cases.get(reader.uleb(0, max(self.cases), "a tag"))
        if case is None:
            reader.refuse("a tag that nothing has")
        return case.read(reader)

    def write(self, value: Any) -> bytes:
        return self.tags[type(value)] + encode(value)


class Encoded(Codec[bytes]):
    """An enum whose values are kept as their bytes, tag and all, since they are compared, hashed and looked up but never taken apart."""

    def __init__(self, *cases: Any) -> None:
        self.cases = list(map(codec_of, cases))

    def read(self, reader: Reader) -> bytes:
        start = reader.offset
        self.cases[reader.uleb(0, len(self.cases) - 1, "a tag")].read(reader)
        return reader.data[start:reader.offset]

    def write(self, value: bytes) -> bytes:
        return value


class Unit(Codec[None]):
    """Nothing: the fields of a case that has none."""

    def read(self, reader: Reader) -> None:
        return None

    def write(self, value: None) -> bytes:
        return b""


class Struct(Codec[T]):
    """The fields of a class in their order."""

    def __init__(self, cls: type[T]) -> None:
        fields = get_type_hints(cls, include_extras=True)
        self.cls = cls
        self.names = list(fields)
        self.codecs = [codec_of(hint) for hint in fields.values()]
        self.readers = [codec.read for codec in self.codecs]
        self.writers = [(name, codec.write) for name, codec in zip(self.names, self.codecs)]
        self.holds: Optional[Callable[[T], bool]] = getattr(cls, "is_well_formed", None)

    def read(self, reader: Reader) -> T:
        value = self.cls(*[read(reader) for read in self.readers])
        if self.holds and not self.holds(value):
            reader.refuse(f"{self.cls.__name__} is out of its limits")
        return value

    def write(self, value: T) -> bytes:
        return b"".join([write(getattr(value, name)) for name, write in self.writers])


@dataclass_transform()
def struct(cls: type[T]) -> type[T]:
    """Makes a class of annotated fields a dataclass with a codec. Where it has `is_well_formed`, that is a limit of decoding."""
    made = dataclass(slots=True)(cls)
    made.codec = Struct(made)  # type: ignore[attr-defined]
    return made


def encode(value: Any) -> bytes:
    """The bytes of a struct."""
    data: bytes = codec_of(type(value)).write(value)
    return data


def decode(cls: type[T], data: bytes, code: Code) -> T:
    """The struct that `data` is, all of it; else a Fault of that code."""
    reader = Reader(data, code)
    value: T = codec_of(cls).read(reader)
    reader.finish()
    return value
