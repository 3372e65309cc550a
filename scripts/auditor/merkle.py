"""Hashes: the Merkle trees of RFC 6962, section 2.1, for leaves that stay as they are and for leaves that change."""
from typing import Callable, Generic, Iterable, TypeVar

from .hashes import sha256

T = TypeVar("T")


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right)


EMPTY_ROOT = sha256(b"")


class GrowingTree:
    """Leaves that are appended and never change: the roots of its full subtrees suffice, largest first."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.count = 0
        self.roots: list[bytes] = []
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        node = leaf_hash(leaf)
        # As many full subtrees end here as the count has ones at its end: each joins with the next.
        position = self.count
        while position & 1:
            node = node_hash(self.roots.pop(), node)
            position >>= 1
        self.roots.append(node)
        self.count += 1

    def root(self) -> bytes:
        if not self.roots:
            return EMPTY_ROOT
        *others, node = self.roots
        for left in reversed(others):
            node = node_hash(left, node)
        return node


class ChangingTree(Generic[T]):
    """Leaves that change in place. Only what was touched since the last root is hashed anew.

    `levels[0]` holds the hashes of the leaves, each further level the nodes over the one below. A last node without a sibling moves up as it
    is, which gives the RFC's shape.
    """

    def __init__(self, write: Callable[[T], bytes]) -> None:
        self.write = write
        self.items: list[T] = []
        self.levels: list[list[bytes]] = [[]]
        self.touched: set[int] = set()

    @property
    def count(self) -> int:
        return len(self.items)

    def append(self, item: T) -> int:
        """Returns its index."""
        self.items.append(item)
        index = len(self.items) - 1
        self.touched.add(index)
        return index

    def change(self, index: int) -> T:
        """The item, for the caller to change before the next root."""
        self.touched.add(index)
        return self.items[index]

    def root(self) -> bytes:
        # In ascending order, so that a new node is always the next of its level.
        touched = sorted(self.touched)
        self.touched.clear()
        nodes = self.levels[0]
        for i in touched:
            nodes[i:i + 1] = [leaf_hash(self.write(self.items[i]))]
        level = 0
        while len(nodes) > 1:
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            below, nodes = nodes, self.levels[level]
            touched = sorted({i // 2 for i in touched})
            for i in touched:
                pair = below[2 * i:2 * i + 2]
                nodes[i:i + 1] = [node_hash(*pair)] if len(pair) == 2 else pair
        return nodes[0] if nodes else EMPTY_ROOT
