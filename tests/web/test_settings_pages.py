"""Pengaturan: the operator keeps the office's own data, and only the office's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import models
from django.urls import reverse

from takar.ledger.models import BookKeeper, NumberFormat
from takar.measurement import thresholds
from takar.measurement.models import CheckRule
from takar.organisation.models import Assignment, CalendarDay, Person, Position, Unit, Village
from takar.registers.counter.models import Category
from takar.registers.dossiers.models import DossierKind
from takar.registers.goods.models import StockItem
from takar.web.reference_kinds import KINDS
from tests.factories import Cast, entry_of
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

CATEGORIES = Category.values
CHANGEABLE = [kind for kind in KINDS.values() if not kind.shared]
CREATABLE = [kind for kind in CHANGEABLE if kind.slug != "kantor"]


def list_of(slug: str) -> str:
    return reverse("web:reference", args=[2026, slug])


def new(slug: str) -> str:
    return reverse("web:reference-new", args=[2026, slug])


def edit(slug: str, row: models.Model) -> str:
    return reverse("web:reference-edit", args=[2026, slug, row.pk])


def good(slug: str, cast: Cast) -> dict[str, str]:
    """A row as the operator types it."""
    return {
        "jabatan": {"title": "Kasi Pelayanan", "level": "section", "reports_to": str(cast.camat.position.pk),
                    "order": "50"},
        "pegawai": {"name": "Wahyu Hidayat, S.T.", "nip": "19850101 201001 1 001", "rank": "Penata (III/c)"},
        "penugasan": {"position": str(cast.general_head.position.pk), "person": str(cast.planner.person.pk),
                      "capacity": "acting", "starts_on": "1/7/2026", "ends_on": "1/10/2026"},
        "unit": {"name": "Seksi Pelayanan"},
        "desa": {"code": "35.07.29.2009", "name": "Tumpakrejo"},
        "kalender": {"day": "17/8/2026", "kind": "joint_leave", "name": "Cuti bersama"},
        "pemegang-buku": {"book": "outgoing_letter", "position": str(cast.personnel_clerk.position.pk)},
        "pembaca-buku": {"book": "incoming_letter", "reads": "section"},
        "susunan-nomor": {"book": "outgoing_letter", "kind": "surat_tugas", "template": "{kode}/{nomor:03}/ST/{tahun}"},
        "barang": {"name": "Tinta printer", "unit": "botol", "category": "atk"},
        "jadwal-dokumen": {"name": "Laporan tahunan", "kind": "lkjip", "every": "tahun", "due_month": "1",
                           "due_day": "31", "due_year": "1", "reminder_days": "14"},
        "pedoman-dokumen": {"kind": "lkjip", "name": "Pedoman LKjIP", "valid_from": "1/1/2026",
                            "points": "Ada ringkasan\nAda capaian"},
        "kelengkapan-berkas": {"kind": DossierKind.values[0], "name": "Kelengkapan berkas",
                               "valid_from": "1/1/2026", "points": "Surat permohonan"},
        "ruangan": {"code": "R9", "name": "Gudang"},
        "aturan-keuangan": {"code": "spj_tanggal", "value": "9", "valid_from": "1/1/2026"},
        "batas-pemeriksaan": {"code": "terlambat", "value": "20", "valid_from": "1/1/2026"},
        "angka-dasar": {"name": "Jumlah penduduk", "unit": "jiwa", "value": "9000", "valid_from": "1/1/2026",
                        "source": "Dukcapil"},
        "aturan-capaian": {"valid_from": "1/1/2026", "classes": "A Baik > 80\nB Kurang", "cap": "110"},
        "layanan": {"code": "legalisasi_lain", "name": "Legalisasi lain", "category": CATEGORIES[0],
                    "promise": "2", "promise_unit": "hari_kerja", "fee": "0", "valid_from": "1/1/2026"},
    }[slug]  # fmt: skip


# ---- creating and changing ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", CREATABLE, ids=lambda kind: kind.slug)
def test_the_operator_adds_a_row_of_every_kind(cast: Cast, signed_in: SignedIn, kind: object) -> None:
    slug, model = kind.slug, kind.model  # type: ignore[attr-defined]
    client = signed_in(cast.planner)
    before = len(see(client, list_of(slug)).rows)
    page = sent(client, new(slug), **good(slug, cast))
    assert "tersimpan" in page.messages
    assert len(page.rows) == before + 1
    row = model._default_manager.order_by("pk").last()
    if hasattr(row, "office_id"):
        assert row.office_id == cast.office.pk
    assert edit(slug, row) in page.addresses
    # The neighbour's list has not grown.
    theirs = see(signed_in(cast.neighbour_clerk), list_of(slug))
    assert edit(slug, row) not in theirs.addresses


MISSING = {
    "jabatan": "title", "pegawai": "name", "penugasan": "starts_on", "unit": "name", "desa": "code",
    "kalender": "day", "pemegang-buku": "position", "pembaca-buku": "reads", "susunan-nomor": "template",
    "barang": "unit",
    "jadwal-dokumen": "due_day", "pedoman-dokumen": "name", "kelengkapan-berkas": "kind", "layanan": "promise",
    "batas-pemeriksaan": "value", "angka-dasar": "source",
    "aturan-capaian": "valid_from", "ruangan": "name", "aturan-keuangan": "value",
}  # fmt: skip
"""A field of each kind that it cannot do without."""


@pytest.mark.parametrize("kind", CREATABLE, ids=lambda kind: kind.slug)
def test_an_incomplete_row_comes_back_with_its_faults(cast: Cast, signed_in: SignedIn, kind: object) -> None:
    slug, model = kind.slug, kind.model  # type: ignore[attr-defined]
    typed = good(slug, cast)
    missing = MISSING[slug]
    before = model._default_manager.count()
    page = Screen(send(signed_in(cast.planner), new(slug), **typed | {missing: ""}))
    assert (page.status, list(page.faults)) == (422, [missing])
    kept = {name: page.value(name) for name in typed if name != missing}
    assert kept == {name: value for name, value in typed.items() if name != missing}
    assert model._default_manager.count() == before


def test_rows_are_changed_and_the_form_shows_what_is_stored(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    address = edit("pegawai", cast.section_head.person)
    assert see(client, address).value("name") == "Agus Salim"
    page = sent(client, address, name="Agus Salim, S.Sos.", rank="Penata (III/c)")
    assert any(row.startswith("Agus Salim, S.Sos.") for row in page.rows)
    address = edit("kantor", cast.office)
    page = sent(client, address, address="Jalan Raya 2", seat="Gedangan")
    cast.office.refresh_from_db()
    assert cast.office.address == "Jalan Raya 2"


def test_what_is_retired_is_marked_and_no_longer_offered(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    record = reverse("web:entry-record", args=[2026, "surat-masuk"])
    clerk = signed_in(cast.clerk)
    assert str(cast.village.pk) in see(clerk, record).choices("village")
    page = sent(client, edit("desa", cast.village), retired_on="1/7/2026")
    (row,) = page.soup.select("tbody tr")
    assert "is-cancelled" in row["class"]
    assert "1 Jul 2026" in row.get_text()
    assert str(cast.village.pk) not in see(clerk, record).choices("village")
    page = sent(client, edit("desa", cast.village), retired_on="")
    assert str(cast.village.pk) in see(clerk, record).choices("village")


def test_a_retired_position_receives_no_disposition_and_lacks_no_history(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter = entry_of("incoming_letter", cast)
    sent(signed_in(cast.planner), edit("jabatan", cast.section_head.position), retired_on="1/7/2026")
    form = see(signed_in(cast.camat), reverse("web:action", args=[2026, letter.pk, "disposisi"]))
    assert str(cast.section_head.position.pk) not in form.choices("receivers")


def test_a_new_keeper_writes_in_the_book_at_once(cast: Cast, signed_in: SignedIn) -> None:
    record = reverse("web:entry-record", args=[2026, "surat-keluar"])
    assert signed_in(cast.personnel_clerk).get(record).status_code == 403
    sent(signed_in(cast.planner), new("pemegang-buku"), **good("pemegang-buku", cast))
    assert signed_in(cast.personnel_clerk).get(record).status_code == 200


def test_an_acting_holder_gets_the_rights_of_the_position_for_its_days(
    cast: Cast, signed_in: SignedIn
) -> None:
    record = reverse("web:entry-record", args=[2026, "surat-masuk"])
    assert signed_in(cast.planner).get(record).status_code == 403
    page = sent(signed_in(cast.planner), new("penugasan"), **good("penugasan", cast))
    assert any("Dewi Lestari" in row and "Plt." in row for row in page.rows)
    assert signed_in(cast.planner).get(record).status_code == 200
    Assignment.objects.filter(capacity="acting").update(ends_on=date(2026, 7, 15))
    assert signed_in(cast.planner).get(record).status_code == 403


@pytest.mark.parametrize(
    ("slug", "end"),
    [
        ("penugasan", "ends_on"),
        ("pedoman-dokumen", "valid_until"),
        ("kelengkapan-berkas", "valid_until"),
        ("layanan", "valid_until"),
    ],
)
def test_people_type_and_read_the_last_day_everywhere(
    cast: Cast, signed_in: SignedIn, slug: str, end: str
) -> None:
    client = signed_in(cast.planner)
    page = sent(client, new(slug), **good(slug, cast) | {end: "30/9/2026"})
    assert any("30 Sep 2026" in row for row in page.rows)
    row = KINDS[slug].model._default_manager.order_by("pk").last()
    assert row is not None
    assert getattr(row, end) == date(2026, 10, 1)  # half-open, as every period is stored
    holds = row.covers if isinstance(row, Assignment) else row.holds_on  # type: ignore[attr-defined]
    assert (holds(date(2026, 9, 30)), holds(date(2026, 10, 1))) == (True, False)
    assert see(client, edit(slug, row)).value(end) == "30/09/2026"
    sent(client, edit(slug, row), **{end: "30/9/2026"})
    row.refresh_from_db()
    assert getattr(row, end) == date(2026, 10, 1)


def test_a_span_may_be_one_day_long_but_not_shorter(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = Screen(send(client, new("layanan"), **good("layanan", cast) | {"valid_until": "31/12/2025"}))
    assert page.status == 422
    assert "tidak dapat mendahului awalnya" in page.text
    sent(client, new("layanan"), **good("layanan", cast) | {"valid_until": "1/1/2026"})


# ---- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{kode}/{tahun}", "harus memuat {nomor}"),
        ("{nomor}/{warna}", "tidak dikenal"),
        ("{nomor", "tidak dikenal"),
        ("{nomor!r}", "tidak dikenal"),
        ("{nomor.__class__}", "tidak dikenal"),
    ],
)
def test_a_number_template_that_cannot_work_is_refused(
    cast: Cast, signed_in: SignedIn, template: str, said: str
) -> None:
    typed = good("susunan-nomor", cast) | {"template": template}
    page = Screen(send(signed_in(cast.planner), new("susunan-nomor"), **typed))
    assert (page.status, list(page.faults)) == (422, ["template"])
    assert said in page.faults["template"]
    assert page.value("template") == template
    assert NumberFormat.objects.count() == 0


def test_a_number_template_is_used_for_the_next_letter(cast: Cast, signed_in: SignedIn) -> None:
    typed = good("susunan-nomor", cast) | {"own_series": "on"}
    sent(signed_in(cast.planner), new("susunan-nomor"), **typed)
    letter = entry_of("outgoing_letter", cast, kind="surat_tugas")
    assert letter.number_label == "800.1.11/001/ST/2026"


def test_rules_of_the_data_are_told_in_words(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    faults = [
        ("pegawai", {"nip": "123"}, "NIP terdiri atas 18 angka; yang ditulis 3 tanda"),
        ("pegawai", {"nip": "19850140 201001 1 001"}, "19850140 bukan tanggal"),
        ("pegawai", {"nip": cast.camat.person.nip}, "NIP ini sudah tercatat di kantor Anda"),
        ("jabatan", {"title": "Camat"}, "Jabatan dengan nama ini sudah ada di kantor Anda"),
        ("penugasan", {"capacity": "definitive", "ends_on": ""}, "masih dipegang Bambang Hadi"),
        ("penugasan", {"ends_on": "1/6/2026"}, "Tanggal akhir tidak dapat mendahului tanggal mulai"),
        ("penugasan", {"starts_on": "kapan-kapan"}, "bukan tanggal"),
        ("pemegang-buku", {"position": str(cast.clerk.position.pk)}, "sudah memegang buku"),
        ("desa", {"code": cast.village.code}, "kode ini sudah tercatat di kantor Anda"),
    ]
    for slug, changes, said in faults:
        page = Screen(send(client, new(slug), **good(slug, cast) | changes))
        assert page.status == 422, (slug, changes)
        assert said in page.alert, (slug, changes, page.alert)


def test_nobody_becomes_their_own_superior(cast: Cast, signed_in: SignedIn) -> None:
    page = Screen(
        send(
            signed_in(cast.planner), edit("jabatan", cast.camat.position),
            reports_to=str(cast.clerk.position.pk),
        )
    )  # fmt: skip
    assert page.status == 422
    assert "atasan dirinya sendiri" in page.alert


# ---- who ----------------------------------------------------------------------------------------


def test_settings_are_changed_by_the_operator_alone(cast: Cast, signed_in: SignedIn) -> None:
    for name in ("camat", "secretary", "section_head", "clerk"):
        client = signed_in(cast.members[name])
        for kind in CREATABLE:
            assert client.get(new(kind.slug)).status_code == 403, (name, kind.slug)
            assert client.post(new(kind.slug), good(kind.slug, cast)).status_code == 403, (name, kind.slug)
            page = see(client, list_of(kind.slug))
            assert "Tambah" not in page.links
        assert client.post(edit("kantor", cast.office), {"name": "Kantor saya"}).status_code == 403


def row_next_door(slug: str, cast: Cast, signed_in: SignedIn) -> models.Model | None:
    """The neighbour's operator adds one of their own."""
    sent(signed_in(cast.neighbour_clerk), new(slug), **good(slug, cast))
    rows = KINDS[slug].model._default_manager.filter(office=cast.neighbour_office)
    return rows.order_by("pk").last()


def test_rows_of_another_office_are_neither_shown_nor_changed(cast: Cast, signed_in: SignedIn) -> None:
    theirs = {
        "kantor": cast.neighbour_office,
        "jabatan": cast.neighbour_camat.position,
        "pegawai": cast.neighbour_camat.person,
        "penugasan": Assignment.objects.get(person=cast.neighbour_camat.person),
        "unit": Unit.objects.create(office=cast.neighbour_office, name="Seksi Tetangga"),
        "desa": cast.neighbour_village,
        "kalender": CalendarDay.objects.create(
            office=cast.neighbour_office, day=date(2026, 8, 18), kind="holiday"
        ),
        "pemegang-buku": BookKeeper.objects.filter(office=cast.neighbour_office).first(),
        "susunan-nomor": NumberFormat.objects.create(
            office=cast.neighbour_office, book="outgoing_letter", template="{nomor}/X"
        ),
        "barang": StockItem.objects.filter(office=cast.neighbour_office).first(),
    }
    for slug in (
        "pembaca-buku",
        "jadwal-dokumen",
        "pedoman-dokumen",
        "kelengkapan-berkas",
        "layanan",
        "batas-pemeriksaan",
        "angka-dasar",
        "aturan-capaian",
        "ruangan",
        "aturan-keuangan",
    ):
        theirs[slug] = row_next_door(slug, cast, signed_in)
    assert theirs.keys() == {kind.slug for kind in CHANGEABLE}
    client = signed_in(cast.planner)
    for slug, row in theirs.items():
        assert row is not None
        assert edit(slug, row) not in see(client, list_of(slug)).addresses
        assert (client.get(edit(slug, row)).status_code, client.post(edit(slug, row), {}).status_code) == (
            404,
            404,
        )


def test_references_to_another_office_are_neither_offered_nor_taken(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    foreign = {
        ("jabatan", "reports_to"): cast.neighbour_camat.position,
        ("jabatan", "unit"): Unit.objects.create(office=cast.neighbour_office, name="Seksi Tetangga"),
        ("unit", "parent"): Unit.objects.get(name="Seksi Tetangga"),
        ("penugasan", "person"): cast.neighbour_camat.person,
        ("penugasan", "position"): cast.neighbour_camat.position,
        ("pemegang-buku", "position"): cast.neighbour_camat.position,
    }
    for (slug, name), row in foreign.items():
        assert str(row.pk) not in see(client, new(slug)).choices(name), (slug, name)
        page = Screen(send(client, new(slug), **good(slug, cast) | {name: str(row.pk)}))
        assert (page.status, list(page.faults)) == (422, [name]), slug
    assert not Person.objects.filter(name__startswith="Wahyu").exists()


def test_what_all_offices_share_is_shown_and_not_changed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = see(client, list_of("klasifikasi-arsip"))
    assert page.rows
    assert "Tambah" not in page.links
    assert client.get(new("klasifikasi-arsip")).status_code == 404
    assert client.get(new("kantor")).status_code == 404
    assert client.get(list_of("tidak-ada")).status_code == 404


def test_the_overview_counts_what_the_lists_show(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = see(client, reverse("web:settings", args=[2026]))
    for slug in ("pegawai", "jabatan", "desa", "pemegang-buku"):
        (item,) = [
            li for li in page.soup.select("li") if li.find("a", href=list_of(slug)) and li.select_one(".num")
        ]
        assert int(item.select_one(".num").get_text()) == len(see(client, list_of(slug)).rows), slug
    assert Position.objects.filter(office=cast.office).count() == 14
    assert Village.objects.filter(office=cast.office).count() == 1


def test_bounds_nobody_wrote_show_what_holds_instead(cast: Cast, signed_in: SignedIn) -> None:
    page = see(signed_in(cast.planner), list_of("batas-pemeriksaan"))
    assert "Nilai bawaan" in page.text
    for code, value in thresholds.usual().items():
        label = str(CheckRule.Code(code).label)
        assert f"{label} {value} " in page.text or f"{value} {label} " in page.text
