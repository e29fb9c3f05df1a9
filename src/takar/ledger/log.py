"""The books as a log that anybody can hold to: signed states, and the proof that nothing before changed.

The leaves are the hashes of the office's chain links in their order; a leaf's data are the 32 bytes that
the link's hexadecimal hash stands for. Whoever has the links can recompute every root with RFC 9162 alone.

A signed state kept elsewhere finds what no check inside the database can find: a chain that was
rewritten as a whole, or whose last links were taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from takar.kernel import log_keys, merkle
from takar.kernel.errors import DomainError
from takar.kernel.merkle import CompactRange
from takar.kernel.notes import Checkpoint, Signature, VerifierKey, encoded
from takar.ledger import chain
from takar.ledger.checkpoint_models import StoredCheckpoint
from takar.organisation.models import Office

MANY_LINKS = 5_000
"""After so many new links a state is kept even when nobody asked for it, so that the next is quick."""

KEY_LOST = (
    f"Berkas kunci {log_keys.FILE} hilang. Kembalikan dari cadangan; bila tidak ada lagi, mulai log baru dengan "
    "“takar audit key rotate”."
)


def leaves(office_id: int, after: int = 0) -> Iterator[bytes]:
    """The leaf hashes of the links behind the first ``after`` ones. Raises DomainError where one is missing:
    what is signed over a gap could never be proven."""
    place = after
    for seq, link in chain.links(office_id, after=after):
        place += 1
        if seq != place:
            raise DomainError(f"Rantai riwayat tidak utuh pada nomor {place}. Jalankan “takar audit verify”.")
        yield _leaf(link)


def _leaf(link: str) -> bytes:
    try:
        return merkle.leaf_hash(bytes.fromhex(link))
    except ValueError:
        # Only somebody who writes past the program leaves such a hash; it must not stop the audit.
        return merkle.leaf_hash(link.encode())


# ---- signing ----------------------------------------------------------------------------------------


def head(office: Office, *, keep: bool = False) -> Checkpoint:
    """The state of an office's books now, signed. ``keep`` stores it with the books.

    Raises DomainError when the books do not continue the last state that was kept: a log that signs two
    histories is worth nothing.
    """
    last = StoredCheckpoint.objects.filter(office=office).first()
    if last is not None and log_keys.keys() is None:
        raise DomainError(KEY_LOST)
    keys = log_keys.keys_to_sign()
    origin = keys.origin(office.code)
    tree = _known(last)
    start = tree.size
    for leaf in leaves(office.pk, after=start):
        tree.append(leaf)
    found = Checkpoint(origin, tree.size, tree.root())
    if last is not None:
        _require_continued(office, last, found)
        kept = _read(last)
        if last.size == found.size and kept is not None and kept.text == found.text:
            found = kept
    if found.signature_by([keys.current.named(origin)]) is None:
        found = found.signed(origin, keys.current.secret)
    if keep or tree.size - start > MANY_LINKS:
        _store(office, found, tree)
    return found


def kept_since(office_id: int, size: int) -> Checkpoint | None:
    """The first kept state of at least so many links; None where none was kept, or none can be read."""
    row = StoredCheckpoint.objects.filter(office_id=office_id, size__gte=size).order_by("size").first()
    return None if row is None else _read(row)


def _read(row: StoredCheckpoint) -> Checkpoint | None:
    """A kept state. One that was changed behind the program's back is for :func:`verify` to tell: it must
    not keep pages, papers and closings from being made."""
    try:
        return Checkpoint.parse(row.note)
    except DomainError:
        return None


def _known(last: StoredCheckpoint | None) -> CompactRange:
    """What the last kept state knows of the tree; nothing where that makes no sense."""
    if last is not None:
        try:
            tree = CompactRange(last.size, [bytes.fromhex(peak) for peak in last.peaks])
        except (TypeError, ValueError):
            return CompactRange()
        if tree.is_plausible and tree.root().hex() == last.root:
            return tree
    return CompactRange()


def _require_continued(office: Office, last: StoredCheckpoint, found: Checkpoint) -> None:
    is_there = last.size == 0 or any(seq == last.size for seq, _ in chain.links(office.pk, last.size - 1))
    if not is_there or (last.size == found.size and last.root != found.root.hex()):
        raise DomainError(
            f"Buku {office} bukan kelanjutan dari titik periksa {last.size} langkah yang tersimpan, jadi tidak "
            "ditandatangani. Jalankan “takar audit verify”."
        )


def _store(office: Office, point: Checkpoint, tree: CompactRange) -> None:
    StoredCheckpoint.objects.update_or_create(
        office=office,
        size=point.size,
        defaults={
            "root": point.root.hex(),
            "note": str(point),
            "peaks": [peak.hex() for peak in tree.peaks],
        },
    )


# ---- checking ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Against:
    """A checkpoint that the books are held to."""

    point: Checkpoint
    label: str
    """How a finding calls it."""


def office_code(point: Checkpoint) -> str:
    """The office whose books a checkpoint speaks of; empty when it is none of Takar's."""
    parts = point.origin.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == "takar" else ""


def verify(office_id: int) -> Iterator[str]:
    """Where the books are not what the kept checkpoints say."""
    office = Office.objects.get(pk=office_id)
    kept = StoredCheckpoint.objects.filter(office_id=office_id).order_by("size")
    against = []
    for row in kept:
        label = f"Titik periksa {row.size} langkah"
        try:
            point = Checkpoint.parse(row.note, where=label)
        except DomainError as error:
            yield error.message
            continue
        if (point.size, point.root.hex()) != (row.size, row.root):
            yield f"{label} tidak sama dengan teks yang ditandatangani."
        against.append(Against(point, label))
    keys = log_keys.keys()
    if keys is None:
        if against:
            yield KEY_LOST
    else:
        # What was kept before a key was lost can only be compared.
        own = [item for item in against if item.point.origin == keys.origin(office.code)]
        yield from untrusted(office, own)
    yield from differences(office, against)


def differences(office: Office, against: Sequence[Against]) -> Iterator[str]:
    """Sentences for checkpoints whose books are no beginning of the books of now. Reads the chain once."""
    if not against:
        return
    size, roots = _roots(office.pk, {item.point.size for item in against})
    for item in against:
        point = item.point
        if point.size > size:
            yield (
                f"{item.label}: buku sekarang lebih pendek ({size} langkah) daripada saat titik periksa itu "
                f"dibuat ({point.size} langkah); langkah terakhir hilang."
            )
        elif roots[point.size] != point.root:
            yield (
                f"{item.label}: buku sekarang bukan kelanjutan dari buku waktu itu ({point.size} langkah, akar "
                f"{point.short_root}); riwayat sampai langkah {point.size} ditulis ulang."
            )


def untrusted(
    office: Office, against: Sequence[Against], trusted: Sequence[VerifierKey] = ()
) -> Iterator[str]:
    """Sentences for checkpoints that no known key signed.

    ``trusted``: public keys beside those of this installation.
    """
    keys = log_keys.keys()
    for item in against:
        origin = item.point.origin
        known = [key for key in trusted if key.name == origin]
        if keys is not None and origin == keys.origin(office.code):
            known += keys.known_as(origin)
        if office_code(item.point) != office.code:
            yield f"{item.label}: titik periksa milik buku lain ({origin})."
        elif not known:
            yield (
                f"{item.label}: dibuat pemasangan Takar yang lain ({origin}); sebut kunci publiknya dengan --key."
            )
        elif item.point.signature_by(known) is None:
            yield f"{item.label}: tidak ada tanda tangan sah dari kunci yang dikenal; teksnya palsu atau berubah."


def _roots(office_id: int, sizes: set[int]) -> tuple[int, dict[int, bytes]]:
    """How many links there are, and the root at each of these sizes that is reached."""
    tree, found = CompactRange(), {}
    if 0 in sizes:
        found[0] = tree.root()
    # A missing number is not looked for: one link fewer gives other roots all the same.
    for _, link in chain.links(office_id):
        tree.append(_leaf(link))
        if tree.size in sizes:
            found[tree.size] = tree.root()
    return tree.size, found


# ---- witnesses --------------------------------------------------------------------------------------


def request(office: Office, *, since: int) -> str:
    """What a witness is sent: the last size it saw, the proof, the checkpoint (C2SP tlog-witness)."""
    point = head(office, keep=True)
    if since > point.size:
        raise DomainError(f"Buku sekarang baru {point.size} langkah; saksi menyebut {since}.")
    proof = merkle.consistency_proof(since, leaves(office.pk), point.size)
    return "\n".join([f"old {since}", *map(encoded, proof), "", str(point)])


def last_witnessed(office: Office) -> int:
    """The size of the newest kept checkpoint that a witness cosigned."""
    keys = log_keys.keys()
    for row in StoredCheckpoint.objects.filter(office=office):
        kept = _read(row)
        if keys is not None and kept is not None and kept.signature_by(keys.witnesses):
            return row.size
    return 0


def cosign(office: Office, signatures: Sequence[Signature]) -> tuple[Checkpoint, list[Signature]]:
    """Keep the cosignatures of known witnesses with the checkpoint they are over.

    Raises DomainError when none fits a kept checkpoint.
    """
    witnesses = log_keys.keys_to_sign().witnesses
    for row in StoredCheckpoint.objects.filter(office=office):
        point = _read(row)
        if point is None:
            continue
        fitting = [
            mark
            for mark in signatures
            if replace(point, signatures=(mark,)).signature_by(witnesses) is not None
        ]
        if fitting:
            row.note = str(point.with_signatures(fitting))
            row.save(update_fields=["note"])
            return Checkpoint.parse(row.note), fitting
    raise DomainError(
        "Tidak ada tanda tangan saksi yang dikenal untuk titik periksa yang tersimpan. Sebut kunci publik "
        "saksinya dengan --witness."
    )
