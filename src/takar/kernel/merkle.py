"""A Merkle tree over a list that only grows, as RFC 9162 section 2.1 describes it.

One hash stands for the whole list (the root). Short proofs show that an item is in it (inclusion) and
that a longer list begins with a shorter one (consistency), so that nobody has to hold the whole list to
find out that its beginning was rewritten.

Leaf hashes are read once, in order, and never kept: a million of them take the memory of twenty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HASH_LENGTH = 32


def leaf_hash(data: bytes) -> bytes:
    # The byte in front keeps a leaf from being taken for an inner node.
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class CompactRange:
    """The whole subtrees a list consists of, largest first: all that a longer list has to know of it."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf. As many peaks join as the size has ones at its end."""
        joined, size = leaf, self.size
        while size & 1:
            joined = node_hash(self.peaks.pop(), joined)
            size >>= 1
        self.peaks.append(joined)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    @property
    def is_plausible(self) -> bool:
        """Whether a list of this size has this many peaks."""
        return self.size >= 0 and len(self.peaks) == self.size.bit_count()


# ---- making proofs ----------------------------------------------------------------------------------


def inclusion_proof(index: int, leaves: Iterable[bytes], size: int) -> list[bytes]:
    """The hashes that lead from the leaf at ``index`` (from 0) to the root of the first ``size`` leaves."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    return _roots(leaves, _siblings(index, size))


def consistency_proof(old: int, leaves: Iterable[bytes], new: int) -> list[bytes]:
    """The hashes that show that the tree of ``new`` leaves begins with that of ``old`` leaves."""
    if not 0 <= old <= new:
        raise ValueError("the old tree is larger than the new one")
    if old in (0, new):
        return []
    return _roots(leaves, _bridges(old, new))


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def _bridges(old: int, new: int) -> list[tuple[int, int]]:
    start, end, whole, found = 0, new, True, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, whole = middle, False
    # A subtree that is the whole old tree need not be told: its root is known.
    return ([] if whole else [(start, end)]) + found[::-1]


def _roots(leaves: Iterable[bytes], ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """The roots of parts of the list that do not overlap, in one reading."""
    trees = {part: CompactRange() for part in ranges}
    waiting = sorted(ranges, reverse=True)
    for place, leaf in enumerate(leaves):
        while waiting and place >= waiting[-1][1]:
            waiting.pop()
        if not waiting:
            break
        if place >= waiting[-1][0]:
            trees[waiting[-1]].append(leaf)
    if any(trees[start, end].size != end - start for start, end in ranges):
        raise ValueError("there are fewer leaves than the tree has")
    return [trees[part].root() for part in ranges]


# ---- checking proofs --------------------------------------------------------------------------------


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162, section 2.1.4.2; an empty old tree begins every tree, and every tree itself."""
    if old == 0:
        return not proof and old_root == CompactRange().root()
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
