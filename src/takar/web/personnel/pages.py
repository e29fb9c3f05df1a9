"""What the personnel books add to the entry page."""

from __future__ import annotations

from typing import Any

from takar.kernel.access import visible
from takar.kernel.formatting import format_percent
from takar.ledger.access import may_record
from takar.organisation.actor import Actor
from takar.registers.personnel.access import keeps_personnel, reads_personnel
from takar.registers.personnel.calculation.attendance import Line
from takar.registers.personnel.models import AttendanceRecap, ListEdition, Proposal
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.selectors import listing
from takar.registers.personnel.selectors.due_dates import INTO_HISTORY, granted_outside_history
from takar.registers.personnel.selectors.leave import ANNUAL, annual_balance
from takar.registers.personnel.services import may_consider
from takar.web.addresses import entry_url
from takar.web.personnel.links import employee_url, into_history_url
from takar.web.tables import Row, Table


def attendance_recap(actor: Actor, entry: AttendanceRecap) -> dict[str, Any]:
    """Lines of everybody for those who work on them; others see the office's sums and their own line."""
    whole = reads_personnel(actor)
    days = entry.working_days
    lines = [line for line in entry.people if whole or line.person == actor.person_id]
    table = Table(
        "Rincian pegawai" if whole else "Kehadiran saya",
        ("Hadir", "S", "I", "C", "DL", "TK", "Kehadiran"),
        [
            Row(
                line.name,
                [
                    *map(
                        str, (line.present(days), line.sick, line.excused, line.leave, line.duty, line.absent)
                    ),
                    format_percent(line.percent(days)),
                ],
                meta=_away(line),
                state="tanpa keterangan" if line.absent else "",
                tone="warn",
            )
            for line in lines
        ],
        numeric=frozenset(range(7)),
        note=f"{days} hari kerja efektif. S sakit, I izin, C cuti, DL dinas luar, TK tanpa keterangan.",
        empty="Tidak ada baris tentang Anda dalam rekap ini.",
    )
    more = []
    if may_record(actor, entry.declaration) and not entry.is_cancelled:
        more.append({"label": "Isi rincian", "url": entry_url(entry, "recap-fill")})
    if whole:
        more.append({"label": "Cetak rekap bulan ini", "url": entry_url(entry, "personnel-print")})
    return {"tables": [table], "more": more}


def _away(line: Line) -> str:
    """What a phone's card says: only what there is."""
    parts = (("S", line.sick), ("I", line.excused), ("C", line.leave), ("DL", line.duty), ("TK", line.absent))
    return " · ".join(f"{code} {days}" for code, days in parts if days) or "hadir penuh"


def proposal(actor: Actor, entry: Proposal) -> dict[str, Any]:
    papers = papers_for(entry.kind, entry.leave_type_id)
    tables = [
        Table(
            "Berkas persyaratan",
            ("Dasar",),
            [
                Row(
                    paper.name,
                    [paper.source or "kebiasaan kantor"],
                    state="ada" if paper.code in entry.papers else "belum ada",
                    tone="done" if paper.code in entry.papers else ("warn" if paper.required else "neutral"),
                    sub="" if paper.required else "bila ada",
                )
                for paper in papers
            ],
            first="Berkas",
            empty="Usulan jenis ini tidak memerlukan berkas.",
        )
    ]
    more = []
    open_ = not entry.is_cancelled and entry.state not in ("granted", "refused")
    if open_ and entry.state != "considered" and may_consider(actor, entry):
        more.append({"label": "Beri pertimbangan", "url": entry_url(entry, "leave-consider")})
    if entry.kind == "cuti":
        more.append({"label": "Cetak formulir cuti", "url": entry_url(entry, "leave-form")})
    if open_ and papers and keeps_personnel(actor):
        more.append({"label": "Periksa berkas", "url": entry_url(entry, "proposal-papers")})
    context: dict[str, Any] = {"tables": tables, "more": more}
    if entry.state == "granted" and entry.kind in INTO_HISTORY:
        context |= _into_history(actor, entry)
    if reads_personnel(actor):
        context["related"] = [
            {
                "label": str(entry.employee),
                "url": employee_url(entry.employee_id, entry.year),
                "relation": "Pegawai",
            }
        ]
    if entry.kind == "cuti":
        context["page_note"] = _leave_note(entry)
    return context


def _into_history(actor: Actor, entry: Proposal) -> dict[str, Any]:
    """What was granted counts for lists and due dates once it stands in the employee's history."""
    if not granted_outside_history(visible(actor, Proposal).filter(pk=entry.pk)).exists():
        return {"page_note": "Sudah masuk riwayat pegawai."}
    context: dict[str, Any] = {
        "page_note": "Dikabulkan, tetapi belum masuk riwayat pegawai. DUK dan penjagaan masih memakai data lama."
    }
    if keeps_personnel(actor):
        context["steps"] = [
            {
                "label": "Catat ke riwayat pegawai",
                "url": into_history_url(entry, entry.history.note("granted")),
            }
        ]
    return context


def _leave_note(entry: Proposal) -> str:
    words = f"{entry.leave_words}, {entry.leave_days} hari"
    words += " kerja." if entry.leave_type and entry.leave_type.counting == "kerja" else " kalender."
    if entry.leave_type_id == ANNUAL and entry.leave_from:
        left = annual_balance(entry.employee, entry.leave_from.year)
        words += (
            f" Sisa cuti tahunan {left.year}: {left.left} dari {left.total} hari"
            + (f", {left.pending} hari menunggu keputusan" if left.pending else "")
            + "."
        )
    return words


def _on_a_card(kind: str, row: list[str]) -> str:
    """What a phone says of a line: the rank in the DUK, what is due when in the buku penjagaan."""
    if kind == listing.DUK:
        return row[3]
    heads = listing.columns_of(kind)
    return f"{row[heads.index('Penjagaan')]}, {row[heads.index('Jatuh tempo')]}"


def list_edition(actor: Actor, entry: ListEdition) -> dict[str, Any]:
    if not reads_personnel(actor):
        return {"page_note": "Isi daftar dibaca oleh pimpinan dan pengelola kepegawaian."}
    heads = listing.columns_of(entry.kind)
    table = Table(
        "Isi daftar",
        heads[2:],
        [Row(f"{row[0]}. {row[1]}", row[2:], meta=_on_a_card(entry.kind, row)) for row in entry.rows],
        note="Tetap seperti saat disahkan."
        if entry.state == "approved"
        else "Masih konsep; dihitung dari data pegawai.",
        empty="Belum ada pegawai yang termasuk daftar ini.",
    )
    more = [{"label": "Cetak daftar", "url": entry_url(entry, "personnel-print")}]
    if entry.state == "drafted" and may_record(actor, entry.declaration):
        more.append({"label": "Hitung ulang", "url": entry_url(entry, "edition-compute")})
    return {"tables": [table], "more": more}
