"""Books an office declares itself: what a declaration must keep to, and that nothing is ever lost."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lucide.templatetags.lucide import lucide
from tests.factories import Cast, entry_of
from tests.own_books import PLAN, own_book

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.audit import verify
from takar.ledger.books import all_books, book_at, book_named, books_of, is_open
from takar.ledger.display import shown
from takar.ledger.filters import filter_class
from takar.ledger.forms import form_class
from takar.ledger.models import EffectiveMilestone, Entry
from takar.ledger.selectors import book_entries, search_everywhere
from takar.ledger.services import add_milestone, correct_entry, record_entry
from takar.organisation.models import Office, Person, Village
from takar.registers.custom.book import registry
from takar.registers.custom.book.factory import OfficeBook, build
from takar.registers.custom.book.registry import OfficeShelf
from takar.registers.custom.declaration import (
    ICONS,
    ColumnPlan,
    ColumnType,
    Option,
    Plan,
    StepPlan,
    from_json,
    to_json,
)
from takar.registers.custom.models import BookEdition, CustomBook, CustomEntry
from takar.registers.custom.rules.checks import MOST_CLOSED, Faulty, faults
from takar.registers.custom.rules.naming import key_of, keyed
from takar.registers.custom.services import (
    SLUG_START,
    close_book,
    declare_book,
    plan_of,
    reopen_book,
    revise_book,
)
from takar.reporting.documents.books import exported_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

SOUND = keyed(PLAN)


def declared(cast: Cast) -> CustomBook:
    return CustomBook.objects.get(office=cast.office)


def revise(cast: Cast, **changes: Any) -> type[OfficeBook]:
    book = declared(cast)
    revise_book(
        book=book,
        plan=replace(plan_of(book), **changes),
        actor=cast.planner.fresh(),
        edition=book.edition,
        note="Surat edaran",
    )
    found = book_named(book.code)
    assert issubclass(found, OfficeBook)
    return found


def column_changed(plan: Plan, key: str, **changes: Any) -> tuple[ColumnPlan, ...]:
    return tuple(replace(c, **changes) if c.key == key else c for c in plan.columns)


def step_changed(plan: Plan, key: str, **changes: Any) -> tuple[StepPlan, ...]:
    return tuple(replace(s, **changes) if s.key == key else s for s in plan.steps)


# ---- keys ----------------------------------------------------------------------------------------


def test_keys_come_from_labels_and_are_told_apart() -> None:
    assert key_of("Asal tamu", []) == "asal_tamu"
    assert key_of("Asal tamu", ["asal_tamu"]) == "asal_tamu_2"
    assert key_of("No. ID", []) == "no_nomor"
    assert key_of("???", []) == "isian"
    assert len(key_of("Sangat panjang sekali nama kolom ini ya", [])) <= 24


def test_the_first_column_of_a_shared_type_takes_the_shared_column() -> None:
    names = {column.label: column.name for column in SOUND.columns}
    assert names["Desa kejadian"] == "village"
    assert names["Desa asal"] == "k_desa_asal"
    assert (names["Petugas"], names["Pendamping"]) == ("person", "k_pendamping")
    assert (names["Jabatan penangan"], names["Bidang urusan"]) == ("position", "area")


def test_a_declaration_comes_back_from_json_as_it_was() -> None:
    assert from_json(to_json(SOUND)) == SOUND
    assert keyed(SOUND) == SOUND
    narrowed = replace(SOUND, columns=column_changed(SOUND, "pelapor", kinds=("bencana",)))
    assert from_json(json.loads(json.dumps(to_json(narrowed)))) == narrowed


# ---- what is refused -----------------------------------------------------------------------------

CHOICE = ColumnPlan("", "Warna", ColumnType.CHOICE, options=(Option("", "Merah"), Option("", "merah ")))


def text(label: str, **more: Any) -> ColumnPlan:
    return ColumnPlan("", label, ColumnType.TEXT, **more)


def areas(*labels: str) -> tuple[ColumnPlan, ...]:
    return tuple(ColumnPlan("", label, ColumnType.AREA) for label in labels)


BROKEN: list[tuple[tuple[str | int, ...], dict[str, Any]]] = [
    (("label",), {"label": " "}),
    (("label",), {"label": "x" * 61}),
    (("label",), {"label": "surat masuk"}),
    (("entry_label",), {"entry_label": ""}),
    (("purpose",), {"purpose": ""}),
    (("group",), {"group": "Lain"}),
    (("icon",), {"icon": "skull"}),
    (("number_format",), {"number_format": "{tahun}"}),
    (("columns", 0, "kinds"), {"columns": (text("Satu", kinds=("tidak_ada",)),)}),
    (("number_format",), {"number_format": "{nomor} {apa}"}),
    (("title_label",), {"title_label": "Tanggal lapor"}),
    (("kinds",), {"kinds": (Option("a", "Sama"), Option("b", "sama"))}),
    (("kinds",), {"kinds": (Option("a", "Satu", retired=True),)}),
    (("columns", 1, "label"), {"columns": (text("Asal"), text("ASAL "))}),
    (("columns", 0, "label"), {"columns": (ColumnPlan("", "tanggal lapor", ColumnType.TEXT),)}),
    (("columns", 0, "label"), {"columns": (ColumnPlan("", "Nomor urut", ColumnType.TEXT),)}),
    (("columns", 0, "label"), {"columns": (ColumnPlan("", "", ColumnType.TEXT),)}),
    (("columns", 0, "options"), {"columns": (ColumnPlan("", "Warna", ColumnType.CHOICE),)}),
    (("columns", 0, "options"), {"columns": (CHOICE,)}),
    (("columns", 0, "options"), {"columns": (text("Warna", options=(Option("", "Merah"),)),)}),
    (("columns", 0, "searchable"), {"columns": (ColumnPlan("", "Harga", ColumnType.MONEY, searchable=True),)}),
    (("columns", 0, "filterable"), {"columns": (ColumnPlan("", "Asal", ColumnType.TEXT, filterable=True),)}),
    (("columns", 0, "width"), {"columns": (ColumnPlan("", "Asal", ColumnType.TEXT, width=20),)}),
    (("columns", 1, "type"), {"columns": areas("Bidang", "Bidang dua")}),
    (("columns",), {"columns": tuple(ColumnPlan("", f"Kolom {n}", ColumnType.TEXT) for n in range(41))}),
    (("columns",), {"columns": tuple(ColumnPlan("", f"Ya {n}", ColumnType.YES_NO) for n in range(MOST_CLOSED + 1))}),
    (("steps",), {"steps": ()}),
    (("steps", 1, "label"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "masuk", "Tandai"))}),
    (("steps", 1, "verb"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "Selesai"))}),
    (("steps", 1, "by"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "Selesai", "Tandai", by=()))}),
    (("steps", 1, "by"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "Selesai", "Tandai", by=("siapa",)))}),
    (("steps", 1, "tone"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "Selesai", "Tandai", tone="ungu"))}),
    (("steps", 1, "after"), {"steps": (StepPlan("", "Masuk"), StepPlan("", "Selesai", "Tandai", after=("apa",)))}),
    (("steps", 1, "after"), {"steps": (StepPlan("", "Masuk"), StepPlan("a", "Selesai", "Tandai", after=("a",)))}),
    (("steps", 0, "after"), {"steps": (StepPlan("", "Masuk", after=("a",)), StepPlan("a", "Selesai", "Tandai"))}),
    (("steps", 0, "retired"), {"steps": (StepPlan("", "Masuk", retired=True),)}),
]  # fmt: skip


def test_a_sound_declaration_has_no_faults(cast: Cast) -> None:
    assert faults(SOUND, taken=["Surat masuk"]) == []


@pytest.mark.parametrize(("place", "changes"), BROKEN, ids=lambda v: "-".join(map(str, v)))
def test_a_broken_declaration_is_refused_beside_its_field(
    place: tuple[str | int, ...], changes: dict[str, Any]
) -> None:
    found = faults(keyed(replace(PLAN, **changes)), taken=["Surat masuk"])
    assert {fault.place for fault in found} == {place}
    assert all(fault.sentence.strip().endswith((".", "”.")) for fault in found)


def test_steps_that_wait_for_each_other_are_a_loop() -> None:
    steps = (
        StepPlan("a", "Masuk"),
        StepPlan("b", "Diperiksa", "Periksa", after=("c",)),
        StepPlan("c", "Disetujui", "Setujui", after=("b",)),
    )
    found = faults(replace(SOUND, steps=steps))
    assert {fault.place for fault in found} == {("steps", 1, "after"), ("steps", 2, "after")}
    assert all("melingkar" in fault.sentence for fault in found)


def test_a_step_that_waits_for_a_retired_one_is_never_reached() -> None:
    found = faults(replace(SOUND, steps=step_changed(SOUND, "ditangani", retired=True)))
    assert [fault.place for fault in found] == [("steps", 2, "after")]


LOST: list[tuple[tuple[str | int, ...], dict[str, Any]]] = [
    (("columns",), {"columns": SOUND.columns[1:]}),
    (("columns", 0, "type"), {"columns": column_changed(SOUND, "pelapor", type=ColumnType.LONG_TEXT)}),
    (("columns", 7, "options"), {"columns": column_changed(SOUND, "tingkat", options=(Option("ringan", "Ringan"),))}),
    (("kinds",), {"kinds": SOUND.kinds[1:]}),
    (("steps",), {"steps": SOUND.steps[:2]}),
    (("numbered",), {"numbered": False}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "changes"), LOST, ids=lambda v: "-".join(map(str, v)))
def test_nothing_that_was_saved_can_be_taken_out(
    cast: Cast, place: tuple[str | int, ...], changes: dict[str, Any]
) -> None:
    own_book(cast)
    with pytest.raises(Faulty) as error:
        revise(cast, **changes)
    assert {fault.place for fault in error.value.faults} == {place}
    assert BookEdition.objects.count() == 1


def test_the_first_step_stays_the_first(cast: Cast) -> None:
    own_book(cast)
    with pytest.raises(Faulty):
        revise(cast, steps=(SOUND.steps[1], SOUND.steps[0], SOUND.steps[2]))


def test_two_books_of_an_office_never_share_a_name(cast: Cast) -> None:
    own_book(cast)
    with pytest.raises(Faulty) as error:
        own_book(cast, label="REGISTER kejadian")
    assert error.value.faults[0].place == ("label",)
    assert own_book(cast, label="Register kejadian lain").slug == f"{SLUG_START}register-kejadian-lain"


def test_only_an_operator_declares_and_changes(cast: Cast) -> None:
    for member in (cast.camat, cast.clerk):
        with pytest.raises(Refused):
            declare_book(plan=PLAN, actor=member.actor, keepers=[cast.clerk.position])
    own_book(cast)
    for act in (close_book, reopen_book):
        with pytest.raises(Refused):
            act(book=declared(cast), actor=cast.clerk.actor, reason="x")
        with pytest.raises(NotFound):
            act(book=declared(cast), actor=cast.neighbour_clerk.actor, reason="x")
    with pytest.raises(NotFound):
        revise_book(book=declared(cast), plan=PLAN, actor=cast.neighbour_clerk.actor, edition=1)
    with pytest.raises(NotFound):
        declare_book(plan=PLAN, actor=cast.planner.fresh(), keepers=[cast.neighbour_clerk.position])
    with pytest.raises(Faulty):
        declare_book(plan=PLAN, actor=cast.planner.fresh(), keepers=[])


def test_a_form_opened_on_an_older_edition_is_sent_back(cast: Cast) -> None:
    own_book(cast)
    revise(cast, purpose="Baru.")
    with pytest.raises(DomainError, match="baru saja diubah"):
        revise_book(book=declared(cast), plan=plan_of(declared(cast)), actor=cast.planner.fresh(), edition=1)


def test_every_icon_can_be_drawn_and_no_built_in_book_looks_like_an_own_one() -> None:
    for name in ICONS:
        assert "<svg" in lucide(name)
    assert not any(book.slug.startswith(SLUG_START) for book in all_books())
    assert not any(registry._CODE.match(book.code) for book in all_books())


# ---- values --------------------------------------------------------------------------------------


def test_values_come_back_in_their_types(cast: Cast) -> None:
    book = own_book(cast)
    entry = CustomEntry.objects.get(pk=entry_of(book, cast).pk)
    assert entry.k_taksiran_kerugian == Decimal("12500000.50")
    assert entry.k_selisih_suhu == Decimal("-1.5")
    assert entry.k_tanggal_kejadian == clock.today() - dt.timedelta(days=1)
    assert entry.k_mendesak is True
    assert entry.k_desa_asal == cast.village
    assert entry.k_pendamping == cast.camat.person
    assert entry.data["k_taksiran_kerugian"] == "12500000.5"
    assert entry.number_label == "1/KJD/2026"
    assert entry.position == cast.clerk.position
    assert shown(book, entry, "k_tingkat") == "Berat"
    with pytest.raises(AttributeError):
        _ = entry.k_tidak_ada


BAD: list[tuple[str, Any]] = [
    ("k_pelapor", ""),
    ("k_pelapor", "x" * 201),
    ("k_jumlah_korban", "banyak"),
    ("k_taksiran_kerugian", Decimal("NaN")),
    ("k_taksiran_kerugian", Decimal("0.001")),
    ("k_tanggal_kejadian", "kemarin"),
    ("k_tingkat", "gawat"),
    ("k_desa_asal", 7),
    ("kind", "lain"),
    ("kind", ""),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda v: str(v)[:20])
def test_a_value_that_does_not_fit_is_refused_whoever_sends_it(cast: Cast, name: str, value: Any) -> None:
    book = own_book(cast)
    with pytest.raises(DomainError) as error:
        entry_of(book, cast, **{name: value})
    assert error.value.field == name
    assert not CustomEntry.objects.exists()


def test_a_village_next_door_is_no_value(cast: Cast) -> None:
    book = own_book(cast)
    with pytest.raises(DomainError):
        entry_of(book, cast, k_desa_asal=cast.neighbour_village)
    form = form_class(book, cast.clerk.actor)()
    assert cast.neighbour_village not in form.fields["k_desa_asal"].queryset  # type: ignore[attr-defined]


def test_people_write_numbers_as_they_do_elsewhere(cast: Cast) -> None:
    book = own_book(cast)
    data = {
        "occurred_on": "hari ini", "kind": "bencana", "title": "Banjir", "k_pelapor": "Sumiati",
        "k_jumlah_korban": "1.250", "k_selisih_suhu": "-2,5", "k_taksiran_kerugian": "Rp 1.500.000,50",
        "k_tanggal_kejadian": "1/7/2026", "k_mendesak": "False", "k_tingkat": "ringan",
    }  # fmt: skip
    form = form_class(book, cast.clerk.actor)(data)
    assert form.is_valid(), form.errors
    entry = record_entry(book=book, actor=cast.clerk.actor, values=form.values())
    assert isinstance(entry, CustomEntry)
    assert (entry.k_jumlah_korban, entry.k_selisih_suhu) == (1250, Decimal("-2.5"))
    assert (entry.k_taksiran_kerugian, entry.k_mendesak) == (Decimal("1500000.50"), False)
    wrong = form_class(book, cast.clerk.actor)(
        {**data, "k_jumlah_korban": "dua", "k_taksiran_kerugian": "-1"}
    )
    assert set(wrong.errors) == {"k_jumlah_korban", "k_taksiran_kerugian"}


def test_lists_sort_numbers_as_numbers_and_filter_by_closed_columns(cast: Cast) -> None:
    book = own_book(cast)
    dear = entry_of(book, cast, k_taksiran_kerugian=Decimal(100), k_mendesak=False, k_desa_asal=None)
    cheap = entry_of(book, cast, k_taksiran_kerugian=Decimal("9.5"))
    rows = book_entries(book, cast.clerk.actor, year=2026)
    assert list(rows.order_by(book.sort_key("k_taksiran_kerugian").asc())) == [cheap, dear]
    asked = filter_class(book, cast.clerk.actor)
    assert list(asked({"k_mendesak": "False"}, queryset=rows).qs) == [dear]
    assert list(asked({"k_desa_asal": str(cast.village.pk)}, queryset=rows).qs) == [cheap]
    assert not asked({"k_tingkat": "gawat"}, queryset=rows).form.is_valid()


def test_a_correction_tells_each_column_of_its_own(cast: Cast) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    correct_entry(
        entry=entry,
        actor=cast.clerk.actor,
        values={"k_tingkat": "ringan", "k_kronologi": "", "k_desa_asal": None},
        reason="Salah baca",
    )
    changes = entry.milestones.get(what="corrected").details["changes"]
    assert changes["k_tingkat"] == ["berat", "ringan"]
    assert changes["k_kronologi"] == ["Hujan tiga hari.", ""]
    assert changes["k_desa_asal_id"] == [cast.village.pk, None]
    assert list(verify(cast.office.pk)) == []


def test_a_value_changed_behind_the_programs_back_is_found(cast: Cast) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    CustomEntry.objects.filter(pk=entry.pk).update(data={**entry.data, "k_taksiran_kerugian": "1"})
    assert any("k_taksiran_kerugian" in sentence for sentence in verify(cast.office.pk))


# ---- changing a book that is in use --------------------------------------------------------------


def test_a_new_name_keeps_the_key_and_what_was_written(cast: Cast) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    plan = plan_of(declared(cast))
    renamed = revise(
        cast, columns=column_changed(plan, "pelapor", label="Nama pelapor"), label="Register insiden"
    )
    again = CustomEntry.objects.get(pk=entry.pk)
    assert (renamed.code, renamed.slug) == (book.code, book.slug)
    assert renamed.field_label("k_pelapor") == "Nama pelapor"
    assert again.k_pelapor == "Sumiati"
    assert list(verify(cast.office.pk)) == []


def test_a_retired_column_is_not_asked_for_but_read_exported_and_told(cast: Cast) -> None:
    old = entry_of(own_book(cast), cast)
    plan = plan_of(declared(cast))
    book = revise(cast, columns=column_changed(plan, "pelapor", retired=True))
    form = form_class(book, cast.clerk.actor)()
    assert "k_pelapor" not in form.fields
    entry = CustomEntry.objects.get(pk=old.pk)
    assert shown(book, entry, "k_pelapor") == "Sumiati"
    rows = book_entries(book, cast.clerk.actor, year=2026)
    text = exported_book(book, cast.clerk.actor, rows, as_csv=True).decode("utf-8-sig")
    assert "Pelapor (tidak dipakai lagi)" in text
    assert "Sumiati" in text
    new = entry_of(book, cast, k_pelapor="")  # no longer required
    assert new.k_pelapor == ""
    correct_entry(entry=entry, actor=cast.clerk.actor, values={"title": "Longsor besar"}, reason="Judul")
    assert CustomEntry.objects.get(pk=old.pk).k_pelapor == "Sumiati"
    assert list(verify(cast.office.pk)) == []


def test_a_retired_column_comes_back_with_what_it_held(cast: Cast) -> None:
    entry = entry_of(own_book(cast), cast)
    plan = plan_of(declared(cast))
    revise(cast, columns=column_changed(plan, "pelapor", retired=True))
    book = revise(cast, columns=column_changed(plan, "pelapor", retired=False))
    assert "k_pelapor" in form_class(book, cast.clerk.actor)().fields
    assert CustomEntry.objects.get(pk=entry.pk).k_pelapor == "Sumiati"
    assert [e.note for e in declared(cast).editions.all()] == ["Surat edaran"] * 2 + ["Buku disusun"]


def test_a_form_left_open_while_its_column_was_retired_loses_nothing_silently(cast: Cast) -> None:
    own_book(cast)
    plan = plan_of(declared(cast))
    book = revise(cast, columns=column_changed(plan, "kronologi", retired=True))
    form = form_class(book, cast.clerk.actor)(
        {"occurred_on": "hari ini", "kind": "bencana", "title": "Banjir", "k_pelapor": "A", "k_tingkat": "ringan",
         "k_kronologi": "Panjang ceritanya."}
    )  # fmt: skip
    assert not form.is_valid()
    assert "Kronologi" in form.non_field_errors()[0]


def test_a_retired_choice_stays_valid_for_whoever_made_it(cast: Cast) -> None:
    entry = entry_of(own_book(cast), cast)
    plan = plan_of(declared(cast))
    tingkat = plan.column("tingkat")
    assert tingkat is not None
    options = (*tuple(replace(o, retired=o.key == "berat") for o in tingkat.options), Option("", "Gawat"))
    book = revise(cast, columns=column_changed(plan, "tingkat", options=options))
    offered = dict(form_class(book, cast.clerk.actor)().fields["k_tingkat"].choices)  # type: ignore[attr-defined]
    assert "berat" not in offered
    assert "gawat" in offered
    entry = CustomEntry.objects.get(pk=entry.pk)
    form = form_class(book, cast.clerk.actor)(instance=entry)
    assert dict(form.fields["k_tingkat"].choices)["berat"] == "Berat"  # type: ignore[attr-defined]
    assert shown(book, entry, "k_tingkat") == "Berat"
    correct_entry(
        entry=entry, actor=cast.clerk.actor, values={"k_tingkat": "berat", "title": "L"}, reason="x"
    )
    with pytest.raises(DomainError) as error:
        entry_of(book, cast, k_tingkat="berat")
    assert error.value.field == "k_tingkat"
    found = filter_class(book, cast.clerk.actor)(
        {"k_tingkat": "berat"}, queryset=book_entries(book, cast.clerk.actor, year=2026)
    )
    assert list(found.qs) == [entry]


def test_a_retired_kind_and_step_stay_readable(cast: Cast) -> None:
    entry = entry_of(own_book(cast), cast)
    add_milestone(entry=entry, what="ditangani", on=clock.today(), actor=cast.clerk.actor)
    add_milestone(entry=entry, what="selesai", on=clock.today(), actor=cast.camat.actor)
    plan = plan_of(declared(cast))
    kinds = tuple(replace(kind, retired=kind.key == "bencana") for kind in plan.kinds)
    book = revise(cast, kinds=kinds, steps=step_changed(plan, "selesai", retired=True))
    assert shown(book, CustomEntry.objects.get(pk=entry.pk), "kind") == "Bencana"
    assert book.state_label("selesai") == "Selesai"
    assert EffectiveMilestone.objects.filter(entry=entry, what="selesai").exists()
    with pytest.raises(DomainError):
        entry_of(book, cast, kind="bencana")
    fresh = entry_of(book, cast, kind="ketertiban")
    add_milestone(entry=fresh, what="ditangani", on=clock.today(), actor=cast.clerk.actor)
    with pytest.raises(Refused):
        add_milestone(entry=fresh, what="selesai", on=clock.today(), actor=cast.camat.actor)


def test_a_column_of_one_kind_is_asked_required_and_kept_there_only(cast: Cast) -> None:
    """The same rules as in books that come with Takar (tests/ledger/test_columns_of_kinds.py)."""
    own_book(cast)
    plan = plan_of(declared(cast))
    columns = column_changed(plan, "pelapor", kinds=("bencana",), required=True)
    book = revise(
        cast, columns=tuple(replace(c, kinds=("bencana",)) if c.key == "desa_asal" else c for c in columns)
    )
    actor = cast.clerk.actor
    assert "k_pelapor" in form_class(book, actor, kind="bencana").base_fields
    assert "k_pelapor" not in form_class(book, actor, kind="ketertiban").base_fields
    every = form_class(book, actor)
    assert "k_pelapor" in every(data={"kind": "bencana"}).errors
    assert "k_pelapor" not in every(data={"kind": "ketertiban"}).errors
    assert "k_pelapor" in every(data={"kind": "ketertiban", "k_pelapor": "Budi"}).errors
    with pytest.raises(DomainError) as error:
        entry_of(book, cast, kind="bencana", k_pelapor="")
    assert error.value.field == "k_pelapor"
    entry = entry_of(book, cast, kind="bencana")
    changed = correct_entry(entry=entry, actor=actor, values={"kind": "ketertiban"}, reason="Salah jenis")
    assert (changed.k_pelapor, changed.k_desa_asal) == ("", None)
    assert list(verify(cast.office.pk)) == []


def test_a_column_younger_than_an_entry_is_empty_there(cast: Cast) -> None:
    entry = entry_of(own_book(cast), cast)
    plan = plan_of(declared(cast))
    book = revise(cast, columns=(*plan.columns, ColumnPlan("", "Sumber dana", ColumnType.TEXT)))
    entry = CustomEntry.objects.get(pk=entry.pk)
    assert entry.k_sumber_dana == ""
    assert list(verify(cast.office.pk)) == []
    correct_entry(entry=entry, actor=cast.clerk.actor, values={"k_sumber_dana": "APBD"}, reason="Melengkapi")
    assert entry.milestones.get(what="corrected").details["changes"] == {"k_sumber_dana": ["", "APBD"]}
    assert book.closed is False


def test_a_closed_book_takes_no_entries_and_keeps_the_old(cast: Cast) -> None:
    entry = entry_of(own_book(cast), cast)
    with pytest.raises(DomainError):
        close_book(book=declared(cast), actor=cast.planner.fresh(), reason=" ")
    close_book(book=declared(cast), actor=cast.planner.fresh(), reason="Diganti aplikasi provinsi")
    book = book_named(entry.book)
    assert book.closed
    assert is_open(book.code)
    with pytest.raises(DomainError, match="ditutup"):
        entry_of(book, cast)
    add_milestone(entry=entry, what="ditangani", on=clock.today(), actor=cast.clerk.actor)
    correct_entry(entry=entry, actor=cast.clerk.actor, values={"title": "Longsor"}, reason="x")
    assert EffectiveMilestone.objects.filter(book=book.code).count() == 2
    revised = revise(cast, purpose="Lama.")
    assert revised.closed  # another change does not open it again
    reopen_book(book=declared(cast), actor=cast.planner.fresh(), reason="Masih perlu")
    assert entry_of(book_named(book.code), cast).number == 2


# ---- other offices, other processes --------------------------------------------------------------


def test_the_neighbour_has_no_such_book_and_may_have_one_of_the_same_name(cast: Cast) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    office = Office.objects.get(pk=cast.neighbour_office.pk)
    assert book not in books_of(office)
    with pytest.raises(NotFound):
        book_at(book.slug, office)
    declare_book(plan=PLAN, actor=cast.neighbour_clerk.fresh(), keepers=[cast.neighbour_clerk.position])
    theirs = book_at(book.slug, Office.objects.get(pk=office.pk))
    assert theirs.code != book.code
    assert not visible(cast.neighbour_clerk.actor, CustomEntry).filter(pk=entry.pk).exists()
    assert search_everywhere(cast.neighbour_clerk.actor, "longsor") == []
    with pytest.raises(Refused):
        record_entry(book=book, actor=cast.neighbour_clerk.fresh(), values={})


def test_another_process_knows_a_new_book_and_a_change_at_its_next_request(cast: Cast) -> None:
    there = OfficeShelf()

    def request() -> list[type[Any]]:
        with registry.one_request():
            return list(there.of_office(Office.objects.get(pk=cast.office.pk)))

    assert request() == []
    code = own_book(cast).code
    (seen,) = request()
    assert seen.code == code
    assert request() == [seen]  # remembered as long as nothing changes
    revise(cast, label="Register insiden")
    (changed,) = request()
    assert changed.label == "Register insiden"
    assert there.named(code) is changed


def test_what_a_request_pays(cast: Cast) -> None:
    """Nothing where no book was declared, nothing while nothing changes, one question for a bare code."""
    shelf = OfficeShelf()

    def cost(office: Office, *codes: str) -> int:
        with registry.one_request(), CaptureQueriesContext(connection) as queries:
            for _ in range(3):
                if not codes:
                    shelf.of_office(office)
                for code in codes:
                    shelf.named(code)
        return len(queries)

    assert cost(Office.objects.get(pk=cast.office.pk)) == 0
    code = own_book(cast).code
    office = Office.objects.get(pk=cast.office.pk)
    assert cost(office) == 1  # the edition, once per process
    assert cost(office) == 0
    assert cost(office, code, code) == 1
    assert cost(office, "incoming_letter") == 0


def test_a_reference_costs_one_question_per_list(cast: Cast) -> None:
    book = own_book(cast)
    for _ in range(3):
        entry_of(book, cast)
    visible(cast.clerk.actor, CustomEntry)  # what an actor may read is asked once and remembered
    with CaptureQueriesContext(connection) as queries:
        rows = list(visible(cast.clerk.actor, CustomEntry).filter(book=book.code))
        assert {str(row.k_desa_asal) for row in rows} == {str(cast.village)}
        assert {str(row.k_pendamping) for row in rows} == {str(cast.camat.person)}
    # the rows, the stamp, villages, persons
    assert len(queries) <= 4
    assert Village.objects.count()
    assert Person.objects.count()


def test_entries_of_any_book_know_their_own_declaration(cast: Cast) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    plain = Entry.objects.get(pk=entry.pk)
    assert plain.declaration.code == book.code
    assert plain.detail().k_pelapor == "Sumiati"  # type: ignore[attr-defined]
    with pytest.raises(LookupError):
        book_named("c999_tidak_ada")
    assert not is_open("c999_tidak_ada")


def test_a_book_without_columns_numbers_or_kinds_works_too(cast: Cast) -> None:
    plan = Plan(label="Buku piket", entry_label="piket", purpose="Siapa piket.", numbered=False)
    book = own_book(cast, plan)
    entry = record_entry(
        book=book, actor=cast.clerk.actor, values={"occurred_on": clock.today(), "title": "Piket malam"}
    )
    assert (entry.number, entry.state) == (None, "tercatat")
    assert build(keyed(plan), code="x", slug="x").fields() == ["occurred_on", "title"]
    assert list(verify(cast.office.pk)) == []
