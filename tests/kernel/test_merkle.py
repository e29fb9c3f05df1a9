"""The tree of RFC 9162: published values, and every small tree against the definition itself."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel import merkle
from takar.kernel.merkle import CompactRange

# The eight leaves and the values of Certificate Transparency's reference implementation.
PUBLISHED = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(data) for data in PUBLISHED]


def root_of(leaves: list[bytes]) -> bytes:
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("leaf", "size", "proof"),
    [
        (1, 1, []),
        (1, 8, [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]),
        (6, 8, [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]),
        (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (2, 5, [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]),
    ],
)  # fmt: skip
def test_published_inclusion_proofs(leaf: int, size: int, proof: list[str]) -> None:
    found = merkle.inclusion_proof(leaf - 1, LEAVES, size)
    assert [step.hex() for step in found] == proof
    assert merkle.is_included(LEAVES[leaf - 1], leaf - 1, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (1, 8, [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]),
        (6, 8, [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]),
        (2, 5, [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]),
    ],
)  # fmt: skip
def test_published_consistency_proofs(old: int, new: int, proof: list[str]) -> None:
    found = merkle.consistency_proof(old, LEAVES, new)
    assert [step.hex() for step in found] == proof
    assert merkle.is_consistent(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), found)


# ---- the definition, word for word ------------------------------------------------------------------


def mth(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return merkle.node_hash(mth(leaves[:k]), mth(leaves[k:]))


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


MANY = [merkle.leaf_hash(str(number).encode()) for number in range(40)]


@pytest.mark.parametrize("size", range(41))
def test_every_small_tree_is_the_one_of_the_definition(size: int) -> None:
    leaves = MANY[:size]
    root = root_of(leaves)
    assert root == mth(leaves)
    for index in range(size):
        proof = merkle.inclusion_proof(index, iter(MANY), size)
        assert proof == path(index, leaves)
        assert merkle.is_included(leaves[index], index, size, proof, root)
    for old in range(size + 1):
        proof = merkle.consistency_proof(old, iter(MANY), size)
        assert proof == (subproof(old, leaves, True) if old else [])
        assert merkle.is_consistent(old, mth(MANY[:old]), size, root, proof)


@given(st.data())
def test_another_beginning_is_never_consistent(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 40))
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    other = [merkle.leaf_hash(b"other") if place == changed else leaf for place, leaf in enumerate(MANY)]
    proof = merkle.consistency_proof(old, other, new)
    assert not merkle.is_consistent(old, mth(MANY[:old]), new, mth(other[:new]), proof)


@given(st.data())
def test_a_changed_inclusion_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(index, MANY, size), mth(MANY[:size])
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [bytes(32) if step == place else hash_ for step, hash_ in enumerate(proof)]
    leaf = MANY[index]
    assert not merkle.is_included(leaf, index, size, changed, root)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, size, proof, root)
    assert not merkle.is_included(leaf, index, size, proof[:-1], root)
    assert not merkle.is_included(leaf, index, size, [*proof, proof[0]], root)


def test_proofs_need_all_leaves() -> None:
    with pytest.raises(ValueError, match="fewer leaves"):
        merkle.inclusion_proof(3, MANY[:5], 9)
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_proof(9, MANY, 9)
    with pytest.raises(ValueError, match="larger"):
        merkle.consistency_proof(9, MANY, 5)
