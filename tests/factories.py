"""The permanent cast and one factory per book, all through the product's own services.

Two offices, so that every test can ask what the neighbour sees. A new book adds its row to
``SAMPLES``; ``tests/ledger/test_every_book.py`` says which book lacks one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from auditlog.context import disable_auditlog
from django.contrib.auth.models import AnonymousUser

from takar.catalogue.models import Decree
from takar.catalogue.reading import read_decree
from takar.catalogue.services import activate, import_decree, store_decree
from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger import late
from takar.ledger.books import Book, Group, all_books, book_named
from takar.ledger.models import Area, BookKeeper, Entry
from takar.ledger.services import record_entry
from takar.measurement.models import MeasureVersion, OfficeMeasure
from takar.measurement.services import bind_decree, declare_measure
from takar.organisation.actor import Actor, actor_for, system_actor
from takar.organisation.models import Assignment, Office, Person, Position, Unit, User, Village
from takar.registers.cases.rules import assessment_of
from takar.registers.counter.models import ServiceType
from takar.registers.custom.book.factory import OfficeBook
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.selectors.documents import guideline_for
from takar.registers.documents.services import load_starter as load_documents
from takar.registers.dossiers.models import DossierCheck
from takar.registers.dossiers.selectors import checklist_for
from takar.registers.dossiers.services import load_starter as load_dossiers
from takar.registers.finance.models import CashClosing
from takar.registers.finance.reference import load_starter as load_finance
from takar.registers.finance.selectors import balance_before, closed_through, next_to_close
from takar.registers.finance.services import close_month
from takar.registers.goods.models import (
    Asset,
    Room,
    StockBalance,
    StockCount,
    StockItem,
    StockReceipt,
    Vehicle,
)
from takar.registers.goods.services import approve_count, fill_count
from takar.registers.mail.models import Disposition, FilingCode, IncomingLetter
from takar.registers.mail.services import dispose
from takar.registers.personnel.models import (
    AttendanceRecap,
    EducationHistory,
    Employee,
    LeaveOpening,
    PayRiseHistory,
    RankHistory,
    TrainingHistory,
)
from takar.registers.survey.models import SurveyReport

PASSWORD = "kantor kecamatan 2026"
SAMPLE_DECREE = Path(__file__).parents[1] / "src/takar/catalogue/samples/iki-gedangan-2022.txt"

_count = itertools.count(1)
_places: dict[int, int] = {}


def _next_place(office: Office) -> int:
    """Positions stand in the order they were made; counted per office, because the column is small."""
    _places[office.pk] = _places.get(office.pk, 0) + 1
    return _places[office.pk]


def another_decree(cast: Cast) -> Decree:
    """The sample's words from another file: a later decree of the same office, as a draft."""
    return store_decree(
        read_decree(SAMPLE_DECREE),
        source_name="lain.txt",
        sha256=f"{next(_count):064}",
        actor=cast.planner.actor,
    )


@dataclass(frozen=True)
class Member:
    """Somebody who works at an office."""

    position: Position
    person: Person
    user: User

    @cached_property
    def actor(self) -> Actor:
        """As a request would build it; kept, so build a new one with ``fresh`` after changing posts."""
        return actor_for(self.user)

    def fresh(self) -> Actor:
        return actor_for(User.objects.get(pk=self.user.pk))


# One keeper for each shelf: a test in which one person kept everything could not see that a page asks
# for the keeper of a wrong book.
KEEPERS = (
    (Group.MAIL, "clerk", "Pengadministrasi Umum", "umum", "Rina Astuti"),
    (Group.PERSONNEL, "personnel_clerk", "Pengadministrasi Kepegawaian", "kepegawaian", "Joko Susilo"),
    (Group.SERVICES, "counter_clerk", "Petugas Loket", "loket", "Endah Purwanti"),
    (Group.ACTIVITIES, "field_clerk", "Pengelola Kegiatan", "kegiatan", "Imam Fauzi"),
    (Group.DOCUMENTS, "document_clerk", "Penata Dokumen", "dokumen", "Nanik Rahayu"),
    (Group.GOODS, "stock_clerk", "Pengadministrasi Sarana dan Prasarana", "sarpras", "Tri Utami"),
    (Group.FINANCE, "treasurer", "Bendahara Pengeluaran", "bendahara", "Wiwik Handayani"),
    (Group.ICT, "technician", "Teknisi TIK", "tik", "Dimas Prakoso"),
)


def keeper_name(book: type[Book] | str) -> str:
    """Which member of the cast keeps the book. An office's own book is the clerk's (tests/own_books.py)."""
    declared = book_named(book) if isinstance(book, str) else book
    if issubclass(declared, OfficeBook):
        return "clerk"
    return next(attribute for group, attribute, *_ in KEEPERS if group is declared.group)


@dataclass(frozen=True, repr=False)
class Cast:
    office: Office
    camat: Member
    secretary: Member
    section_head: Member
    """Kasi Pemerintahan."""
    planner: Member
    """Kasubag Perencanaan: the operator, who imports the decree and keeps the settings."""
    general_head: Member
    """Kasubag Umum: above all who keep a book."""
    clerk: Member
    """Pengadministrasi Umum: keeps the mail books."""
    personnel_clerk: Member
    counter_clerk: Member
    """Petugas Loket: keeps the books of services and surveys."""
    field_clerk: Member
    """Pengelola Kegiatan: keeps activities, cases and land tax."""
    document_clerk: Member
    stock_clerk: Member
    """Pengadministrasi Sarana dan Prasarana: keeps the books of goods."""
    treasurer: Member
    technician: Member
    government_clerk: Member
    """Pengadministrasi Pemerintahan: below the Kasi, keeps no book."""
    village: Village

    neighbour_office: Office
    neighbour_camat: Member
    neighbour_clerk: Member
    neighbour_village: Village
    neighbour_letter: IncomingLetter
    neighbour_entries: tuple[Entry, ...]

    stranger: User
    """Can sign in but is nobody's employee."""
    anonymous: AnonymousUser = field(default_factory=AnonymousUser)

    @property
    def members(self) -> dict[str, Member]:
        """Everyone of the first office, by the name used here."""
        return {name: value for name, value in vars(self).items()
                if isinstance(value, Member) and value.position.office_id == self.office.pk}  # fmt: skip

    def keeper(self, book: type[Book] | str) -> Member:
        """Who keeps the book at the first office."""
        return self.members[keeper_name(book)]

    @property
    def system(self) -> Actor:
        return system_actor(self.office)


def build_cast() -> Cast:
    """Both offices with their people, book keepers and, next door, some entries.

    Their arrival leaves no trace in the change history: it is no event of any test.
    """
    with disable_auditlog():
        return _build_cast()


def _build_cast() -> Cast:
    office = Office.objects.create(
        code="35.07.29",
        name="Kecamatan Gedangan",
        regency="Kabupaten Malang",
        province="Jawa Timur",
        seat="Gedangan",
        address="Jalan Raya Gedangan Nomor 1",
    )
    neighbour = Office.objects.create(
        code="35.07.13", name="Kecamatan Kepanjen", regency="Kabupaten Malang", province="Jawa Timur"
    )
    unit = Unit.objects.create(office=office, name="Sekretariat")
    level = Position.Level
    camat = _member(office, "Camat", level.HEAD, "camat", "Drs. Suwito, M.Si.", "196608011988031001")
    secretary = _member(
        office, "Sekretaris Kecamatan", level.SECRETARY, "sekcam", "Sri Wahyuni, S.Sos.",
        "197205141993022002", above=camat, unit=unit,
    )  # fmt: skip
    section_head = _member(office, "Kasi Pemerintahan", level.SECTION, "kasipem", "Agus Salim", above=camat)
    planner = _member(
        office, "Kasubag Perencanaan, Evaluasi dan Pelaporan", level.SUBSECTION, "kasubagren",
        "Dewi Lestari, S.E.", above=secretary, operator=True, unit=unit,
    )  # fmt: skip
    general_head = _member(
        office, "Kasubag Umum, Kepegawaian, Keuangan dan Aset", level.SUBSECTION, "kasubagumum",
        "Bambang Hadi", above=secretary, unit=unit,
    )  # fmt: skip
    keepers = {
        attribute: _member(office, title, level.STAFF, login, name, above=general_head)
        for _, attribute, title, login, name in KEEPERS
    }
    government_clerk = _member(
        office, "Pengadministrasi Pemerintahan", level.STAFF, "pemerintahan", "Yuni Kartika",
        above=section_head,
    )  # fmt: skip
    neighbour_camat = _member(neighbour, "Camat", level.HEAD, "camatkepanjen", "Ir. Hartono")
    neighbour_clerk = _member(
        neighbour, "Pengadministrasi Umum", level.STAFF, "umumkepanjen", "Siti Aminah",
        above=neighbour_camat, operator=True,
    )  # fmt: skip
    for book in all_books():
        for place, position in (
            (office, keepers[keeper_name(book)].position),
            (neighbour, neighbour_clerk.position),
        ):
            BookKeeper.objects.create(office=place, book=book.code, position=position)
    for place in (office, neighbour):
        load_documents(office=place)
        load_dossiers(office=place)
        load_finance(office=place)
    village = Village.objects.create(office=office, code="35.07.29.2001", name="Gedangan")
    neighbour_village = Village.objects.create(office=neighbour, code="35.07.13.2001", name="Kepanjen")
    letter, *others = _neighbour_entries(neighbour_camat, neighbour_clerk, neighbour_village)
    assert isinstance(letter, IncomingLetter)
    return Cast(
        office=office,
        camat=camat,
        secretary=secretary,
        section_head=section_head,
        planner=planner,
        general_head=general_head,
        **keepers,  # type: ignore[arg-type]
        government_clerk=government_clerk,
        village=village,
        neighbour_office=neighbour,
        neighbour_camat=neighbour_camat,
        neighbour_clerk=neighbour_clerk,
        neighbour_village=neighbour_village,
        neighbour_letter=letter,
        neighbour_entries=(letter, *others),
        stranger=_user("orangluar"),
    )


def _user(name: str, person: Person | None = None) -> User:
    user = User(username=name, person=person)
    user.set_password(PASSWORD)
    user.save()
    return user


def _member(
    office: Office,
    title: str,
    level: str,
    login: str,
    name: str,
    nip: str | None = None,
    *,
    above: Member | None = None,
    operator: bool = False,
    unit: Unit | None = None,
) -> Member:
    position = Position.objects.create(
        office=office,
        title=title,
        level=level,
        unit=unit,
        reports_to=above.position if above else None,
        operator=operator,
        order=_next_place(office),
    )
    person = Person.objects.create(office=office, name=name, nip=nip, rank="Penata Tingkat I (III/d)")
    Assignment.objects.create(position=position, person=person, starts_on=dt.date(2020, 1, 1))
    return Member(position, person, _user(login, person))


def _neighbour_entries(camat: Member, clerk: Member, village: Village) -> list[Entry]:
    letter = record_entry(
        book=book_named("incoming_letter"),
        actor=clerk.actor,
        values=_incoming_letter(clerk.position.office) | {"village": village, "area_id": "kepegawaian"},
    )
    assert isinstance(letter, IncomingLetter)
    made: list[Entry] = [letter]
    made += dispose(
        letter=letter,
        actor=camat.actor,
        receivers=[clerk.position],
        instructions=["proses"],
        on=letter.occurred_on,
    )
    for code in SAMPLES:
        if code == "incoming_letter":
            continue
        book = book_named(code)
        values = SAMPLES[code](clerk.position.office)
        _stock_up(book, values, clerk.actor)
        made.append(record_entry(book=book, actor=clerk.actor, values=values))
    return made


# ---- one valid set of values for every book -------------------------------------------------------


def filing_code(code: str = "800.1.11") -> FilingCode:
    return FilingCode.objects.get(scheme=FilingCode.Scheme.NEW, code=code)


def stock_item(office: Office, name: str = "Kertas HVS F4", **values: Any) -> StockItem:
    item, _ = StockItem.objects.get_or_create(
        office=office, name=name, defaults={"unit": "rim", "category": "atk", **values}
    )
    return item


def _incoming_letter(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "undangan",
        "title": f"Undangan rapat koordinasi {n}",
        "sender": "Bagian Pemerintahan Kabupaten Malang",
        "letter_number": f"005/{n:04}/35.07.012/2026",
        "letter_date": clock.today(),
    }


def _outgoing_letter(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "surat_tugas",
        "filing_code": filing_code(),
        "title": f"Tugas pembinaan perangkat desa {next(_count)}",
        "recipient": "Kasi Pemerintahan",
    }


def _archive_item(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "surat_masuk",
        "filing_code": filing_code("000.1.5"),
        "title": f"Berkas undangan {next(_count)}",
        "room": "Ruang arsip",
        "cabinet": "Rak 2",
    }


def _stock_receipt(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "item": stock_item(office),
        "quantity": Decimal(10),
        "unit_price": Decimal(52500),
        "supplier": "CV Sumber Rejeki",
        "title": f"Belanja bulanan {next(_count)}",
    }


def _stock_issue(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "item": stock_item(office),
        "quantity": Decimal(2),
        "receiver": "Seksi Pemerintahan",
        "title": f"Permintaan seksi {next(_count)}",
    }


def _work_document(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "laporan_lain",
        "title": f"Laporan pelaksanaan tugas {next(_count)}",
        "period_year": clock.today().year,
        "period_part": "Q2",
    }


def _dossier_check(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "pencairan_add",
        "title": f"Pencairan ADD tahap I {next(_count)}",
        "village": Village.objects.filter(office=office).first(),
        "received_from": "Sekretaris Desa",
    }


def service_type(office: Office, code: str = "pengantar_kk", **values: Any) -> ServiceType:
    """The office's service of that code; ``values`` change what stands there already."""
    found = ServiceType.objects.filter(office=office, code=code).first() or ServiceType(
        office=office,
        code=code,
        name=f"Layanan {code.replace('_', ' ')}",
        category="kependudukan",
        requirements="Formulir F-1.01\nKK lama",
        promise=2,
        valid_from=dt.date(2020, 1, 1),
    )
    for name, value in values.items():
        setattr(found, name, value)
    if values or found.pk is None:
        found.save()
    return found


def _service_request(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "service": service_type(office),
        "title": f"Kartu keluarga baru {n}",
        "applicant": f"Sutrisno {n}",
        "nik": f"350729010880{n % 10000:04}",
        "address": f"RT 02 RW {n % 20:02}",
    }


def _survey_response(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "kependudukan",
        "title": f"Loket {next(_count)}",
        "answers": "343443434",
        "sex": "P",
        "age": "30_39",
        "education": "sma",
        "work": "petani",
    }


def _survey_report(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "period": f"{2018 + n // 12 % 7}-{n % 12 + 1:02}",
        "population": 400,
        "title": f"Laporan SKM {n}",
    }


def survey_report(office: Office) -> SurveyReport:
    """A report of the office to hang a follow-up on."""
    found = SurveyReport.objects.filter(office=office).first()
    if found is None:
        report = record_entry(
            book=book_named("survey_report"), actor=system_actor(office), values=_survey_report(office)
        )
        assert isinstance(report, SurveyReport)
        found = report
    return found


def _survey_follow_up(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "report": survey_report(office),
        "element": "waktu",
        "title": f"Menambah petugas loket {next(_count)}",
        "position": Position.objects.filter(office=office).order_by("pk")[0],
        "due_on": clock.today() + dt.timedelta(days=90),
    }


def employee(office: Office, name: str = "") -> Employee:
    """The record of somebody of the office; every person has one."""
    return Employee.objects.filter(person__office=office, person__name__contains=name).earliest("pk")


def _attendance_recap(office: Office) -> dict[str, Any]:
    """The month just past, or the one before the earliest that has a recap."""
    known = AttendanceRecap.objects.filter(office=office).values_list("month", flat=True)
    first = min([f"{clock.today():%Y-%m}", *known])
    before = dt.date.fromisoformat(f"{first}-01") - dt.timedelta(days=1)
    return {"occurred_on": clock.today(), "month": f"{before:%Y-%m}", "title": f"Rekap {next(_count)}"}


def _proposal(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "kgb",
        "employee": employee(office),
        "effective_on": clock.today(),
        "title": f"KGB {next(_count)}",
    }


def _list_edition(office: Office) -> dict[str, Any]:
    return {"occurred_on": clock.today(), "kind": "duk", "title": f"DUK edisi {next(_count)}"}


def _staff_development(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "diklat",
        "title": f"Bimbingan teknis {next(_count)}",
        "organiser": "BKPSDM Kabupaten Malang",
    }


def _data_update(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "pangkat",
        "employee": employee(office),
        "system": "siasn",
        "title": f"Pangkat dimutakhirkan {next(_count)}",
    }


def _stated_value(office: Office) -> dict[str, Any]:
    measure, made = OfficeMeasure.objects.get_or_create(office=office, label="Kunjungan perpustakaan")
    if made:
        # Visits add up: an index would take one value a month only.
        definition = {"unit": "kunjungan", "aggregate": "manual"}
        MeasureVersion.objects.create(measure=measure, number=1, definition=definition, made_by_name="Uji")
    return {
        "occurred_on": clock.today(),
        "title": f"Buku tamu perpustakaan {next(_count)}",
        "measure": measure,
        "value": Decimal("81.25"),
    }


def _payment_request(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "ls",
        "title": f"Belanja alat tulis kantor {n}",
        "spp_number": f"35.07/01.0/{n:06}/LS/7.01.0.00/P1/7/2026",
        "gross": Decimal("2500000.00"),
        "vat": Decimal(247_748),
        "income_tax": Decimal(33_784),
        "payee": "CV Sumber Rejeki",
        "account": "5.1.02.01.01.0024",
    }


def _cash_entry(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "belanja",
        "title": f"Belanja alat tulis kantor {n}",
        "proof_number": f"BPK-{n}",
        "account": "5.1.02.01.01.0024",
        "spent": Decimal(150_000),
    }


def _accountability_report(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "administratif",
        "month": f"{clock.today():%Y-%m}",
        "title": f"SPJ administratif {next(_count)}",
        "amount": Decimal(12_500_000),
    }


def _financial_report(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "lra",
        "period": f"{clock.today().year - 1}",
        "title": f"Laporan Realisasi Anggaran {next(_count)}",
        "budget": Decimal(900_000_000),
        "realised": Decimal(810_000_000),
    }


def _support_job(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "konferensi_video",
        "title": f"Rapat daring dengan Pemkab {next(_count)}",
        "requester": Position.objects.filter(office=office).order_by("pk")[0],
        "place": "Aula",
        "platform": "Zoom",
    }


def close_cash_month(cast: Cast, actor: Actor | None, values: dict[str, Any]) -> CashClosing:
    """The month that comes next, closed with exactly the money the book asks for."""
    month = values.pop("month", None)
    due = next_to_close(cast.office.pk) if closed_through(cast.office.pk) else None
    # Long ago, so that no row of a test falls into a month that a sample has closed.
    period = Period.parse(month) if month else due or Period.of_month(2010, 1)
    bank = values.pop("bank", balance_before(cast.office.pk, period.end))
    return close_month(
        actor=actor or cast.treasurer.actor,
        month=f"{period.start:%Y-%m}",
        counts=values.pop("counts", {}),
        bank=bank,
        on=values.pop("occurred_on", clock.today()),
        **values,
    )


def room(office: Office, name: str = "Ruang pelayanan") -> Room:
    found, _ = Room.objects.get_or_create(
        office=office, name=name, defaults={"code": f"R{next(_count):03}"}
    )  # fmt: skip
    return found


def _asset(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "b",
        "title": f"Komputer {n}",
        "code": "1.3.2.10.01.02.001",
        "register": f"{n % 9999 + 1:04}",
        "brand": "Lenovo",
        "price": Decimal(8_750_000),
        "room": room(office),
    }


def vehicle_values() -> dict[str, Any]:
    """What makes an asset of KIB B a vehicle."""
    n = next(_count)
    return {
        "title": f"Sepeda motor {n}",
        "code": "1.3.2.02.01.04.001",
        "plate": f"N {n} GD",
        "tax_due": clock.today() + dt.timedelta(days=10),
        "papers_until": clock.today() + dt.timedelta(days=740),
    }


def asset_of(office: Office, **values: Any) -> Asset:
    made = record_entry(
        book=book_named("asset"), actor=system_actor(office), values=_asset(office) | values
    )  # fmt: skip
    assert isinstance(made, Asset)
    return made


def vehicle_of(office: Office, plate: str) -> Vehicle:
    """The office's vehicle with that plate."""
    vehicles = Vehicle.objects.filter(office=office, plate=plate)
    if not vehicles:
        asset_of(office, **(vehicle_values() | {"plate": plate, "occurred_on": dt.date(2020, 1, 2)}))
    return vehicles.get()


def _asset_move(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "pindah",
        "subject": asset_of(office),
        "to_room": room(office, f"Ruang {n}"),
        "title": f"Penataan ruang {n}",
    }


def _vehicle_renewal(office: Office) -> dict[str, Any]:
    made = asset_of(office, **vehicle_values())
    return {
        "occurred_on": clock.today(),
        "kind": "tahunan",
        "vehicle": Vehicle.objects.get(pk=made.pk),
        "due_on": clock.today() + dt.timedelta(days=10),
        "title": f"Pengesahan STNK {next(_count)}",
    }


def _supply_request(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "atk",
        "title": f"Kebutuhan seksi {next(_count)}",
        "wanted": f"2 {stock_item(office).unit} {stock_item(office).name}",
    }


def _procurement(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "peralatan",
        "title": f"Pengadaan printer {next(_count)}",
        "quantity": Decimal(2),
        "unit_price": Decimal(2_400_000),
        "supplier": "CV Karya Mandiri",
    }


def _inventory_report(office: Office) -> dict[str, Any]:
    return {
        "occurred_on": clock.today(),
        "kind": "semester_1",
        "period_year": clock.today().year,
        "title": f"Laporan barang {next(_count)}",
    }


def _stock_count(office: Office) -> dict[str, Any]:
    return {"occurred_on": clock.today(), "title": f"Opname {next(_count)}"}


def _activity(office: Office) -> dict[str, Any]:
    """A plan; leave ``scheduled_on`` away for one that was held."""
    village = Village.objects.filter(office=office).order_by("pk")[0]
    return {
        "occurred_on": clock.today(),
        "scheduled_on": clock.today(),
        "kind": "pembinaan",
        "area": Area.objects.get(pk="perangkat_desa"),
        "title": f"Pembinaan perangkat desa {next(_count)}",
        "villages": [str(village.pk)],
        "topics": ["rkpdes", "apbdes"],
        "place": "Balai desa",
    }


def _case(office: Office) -> dict[str, Any]:
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "kind": "trantib",
        "incident": "konflik",
        "title": f"Perselisihan batas tanah {n}",
        "village": Village.objects.filter(office=office).order_by("pk")[0],
        "concerned": f"Supardi {n}, 3507290108880001",
        "reporter": f"Kasun Wagiman {n}",
    }


def _land_tax_assessment(office: Office) -> dict[str, Any]:
    """Another tax year each time: a village has one baku a year. Never 2025, which payments are for."""
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "village": Village.objects.filter(office=office).order_by("pk")[0],
        "tax_year": 2024 - n % 30,
        "amount": Decimal(48_500_000),
        "due_on": dt.date(clock.today().year + 5, 9, 30),
        "title": f"Baku {n}",
    }


def _land_tax_payment(office: Office) -> dict[str, Any]:
    """A small payment on the baku of 2025, which is there."""
    village = Village.objects.filter(office=office).order_by("pk")[0]
    if assessment_of(office.pk, village.pk, 2025) is None:
        record_entry(
            book=book_named("land_tax_assessment"),
            actor=system_actor(office),
            values=_land_tax_assessment(office) | {"tax_year": 2025, "due_on": dt.date(2025, 9, 30)},
        )
    n = next(_count)
    return {
        "occurred_on": clock.today(),
        "village": village,
        "tax_year": 2025,
        "amount": Decimal(25_000),
        "receipt": f"STS-{n:04}",
        "title": f"Setoran {n}",
    }


SAMPLES: Mapping[str, Callable[[Office], dict[str, Any]]] = {
    "incoming_letter": _incoming_letter,
    "outgoing_letter": _outgoing_letter,
    "archive_item": _archive_item,
    "stock_receipt": _stock_receipt,
    "stock_issue": _stock_issue,
    "work_document": _work_document,
    "stated_value": _stated_value,
    "dossier_check": _dossier_check,
    "service_request": _service_request,
    "survey_response": _survey_response,
    "survey_report": _survey_report,
    "survey_follow_up": _survey_follow_up,
    "attendance_recap": _attendance_recap,
    "proposal": _proposal,
    "list_edition": _list_edition,
    "staff_development": _staff_development,
    "data_update": _data_update,
    "payment_request": _payment_request,
    "cash_entry": _cash_entry,
    "accountability_report": _accountability_report,
    "financial_report": _financial_report,
    "support_job": _support_job,
    "stock_count": _stock_count,
    "supply_request": _supply_request,
    "procurement": _procurement,
    "asset": _asset,
    "asset_move": _asset_move,
    "vehicle_renewal": _vehicle_renewal,
    "inventory_report": _inventory_report,
    "activity": _activity,
    "case": _case,
    "land_tax_assessment": _land_tax_assessment,
    "land_tax_payment": _land_tax_payment,
}
"""Book code -> values that record a good entry in an office. For books people record in."""


def _disposition_of(cast: Cast, actor: Actor | None, values: dict[str, Any]) -> Entry:
    letter = values.pop("letter", None) or entry_of(book_named("incoming_letter"), cast)
    on = values.pop("occurred_on", clock.today())
    receiver = values.pop("position", cast.section_head.position)
    values.setdefault("instructions", ["proses"])
    given = dispose(
        letter=letter, actor=actor or cast.camat.actor, receivers=[receiver], on=on, **values
    )  # fmt: skip
    return given[0]


def _adjustment_of(cast: Cast, actor: Actor | None, values: dict[str, Any]) -> Entry:
    """What an approved opname changed: one less than the books say."""
    keeper = actor or cast.keeper(book_named("stock_count")).actor
    receipt = entry_of("stock_receipt", cast, actor=actor)
    assert isinstance(receipt, StockReceipt)
    count = entry_of("stock_count", cast, actor=actor)
    assert isinstance(count, StockCount)
    have = StockBalance.objects.get(item=receipt.item).quantity
    filled = fill_count(
        count=count, actor=keeper, counted={receipt.item_id: have - 1},
        reasons={receipt.item_id: values.get("title", f"Rusak {next(_count)}")},
    )  # fmt: skip
    return approve_count(count=filled, actor=cast.camat.actor, on=clock.today())[0]


SPECIALS: Mapping[str, Callable[[Cast, Actor | None, dict[str, Any]], Entry]] = {
    "disposition": _disposition_of,
    "cash_closing": close_cash_month,
    "stock_adjustment": _adjustment_of,
}
"""Book code -> factory, for books whose entries only come from a service."""


def has_factory(book: type[Book]) -> bool:
    return book.code in SAMPLES or book.code in SPECIALS


def entry_of(
    book: type[Book] | str,
    cast: Cast,
    *,
    actor: Actor | None = None,
    initial: str = "",
    client_key: uuid.UUID | None = None,
    **values: Any,
) -> Any:
    """A good entry of the book at the first office, recorded by its keeper unless told otherwise.

    Into a closed period it comes with a reason.
    """
    with late.because(late.given() or WHY_LATE):
        return _entry_of(book, cast, actor, initial, client_key, values)


WHY_LATE = "Surat baru diterima sesudah penutupan"
"""Why the factories record into a closed period."""


def _entry_of(
    book: type[Book] | str,
    cast: Cast,
    actor: Actor | None,
    initial: str,
    client_key: uuid.UUID | None,
    values: dict[str, Any],
) -> Any:
    declared = book_named(book) if isinstance(book, str) else book
    if issubclass(declared, OfficeBook):
        return own_entry(declared, cast, actor, values)
    if declared.code in SPECIALS:
        return SPECIALS[declared.code](cast, actor, values)
    who = actor or cast.keeper(declared).actor
    assert who.office is not None
    filled = values_for(declared, who.office) | values
    _stock_up(declared, filled, who)
    return record_entry(book=declared, actor=who, values=filled, initial=initial, client_key=client_key)


def own_entry(book: type[Book], cast: Cast, actor: Actor | None, values: dict[str, Any]) -> Entry:
    """An entry of the book that tests/own_books.py declares."""
    from tests.own_books import values as sample

    filled = {**sample(cast, next(_count)), **values}
    return record_entry(book=book, actor=actor or cast.keeper(book).actor, values=filled)


def values_for(book: type[Book], office: Office) -> dict[str, Any]:
    if issubclass(book, OfficeBook):
        return {"occurred_on": clock.today(), "title": f"Tanah longsor {next(_count)}"}
    if book.code not in SAMPLES:
        raise LookupError(f"tests/factories.py has no sample for the book {book.code!r}: add one to SAMPLES")
    return SAMPLES[book.code](office)


def _stock_up(book: type[Book], values: dict[str, Any], actor: Actor) -> None:
    """Nothing can be issued that has not come in."""
    if book.code != "stock_issue":
        return
    have = StockBalance.objects.filter(item=values["item"]).values_list("quantity", flat=True).first()
    if (have or 0) < values["quantity"]:
        receipts = book_named("stock_receipt")
        assert actor.office is not None
        more = values_for(receipts, actor.office) | {
            "item": values["item"],
            "quantity": values["quantity"] * 10,
        }
        more["occurred_on"] = values["occurred_on"]
        record_entry(book=receipts, actor=actor, values=more)


def letter_of(cast: Cast, **values: Any) -> IncomingLetter:
    """An incoming letter, for the many tests that begin with one."""
    letter: IncomingLetter = entry_of("incoming_letter", cast, **values)
    return letter


def disposition_of(cast: Cast, **values: Any) -> Disposition:
    found: Disposition = entry_of("disposition", cast, **values)
    return found


def ticked_points(document: Entry) -> list[str]:
    """Every point of the guideline that a document is checked against."""
    assert isinstance(document, WorkDocument)
    guideline = guideline_for(document)
    assert guideline is not None
    return guideline.lines()


def ticked_papers(dossier: Entry) -> list[str]:
    assert isinstance(dossier, DossierCheck)
    papers = checklist_for(dossier)
    assert papers is not None
    return papers.lines()


def career_of(
    who: Employee,
    *,
    grade: str = "III/c",
    rank_since: dt.date = dt.date(2023, 4, 1),
    pay_since: dt.date = dt.date(2024, 10, 1),
) -> Employee:
    """One row of every history, and the annual leave brought into this year."""
    RankHistory.objects.create(employee=who, grade_id=grade, starts_on=rank_since)
    PayRiseHistory.objects.create(employee=who, starts_on=pay_since, salary=Decimal(3_200_000))
    EducationHistory.objects.create(
        employee=who, level_id="s1", school="Universitas Contoh", starts_on=dt.date(2005, 8, 1)
    )
    TrainingHistory.objects.create(employee=who, name="Diklat Pim IV", level=3, starts_on=dt.date(2015, 5, 2))
    LeaveOpening.objects.create(employee=who, year=clock.today().year, days=3)
    return who


def sample_decree(cast: Cast) -> Decree:
    """The sample decree, in force at the first office, its indicators bound to the shipped measures."""
    decree = activate(
        decree=import_decree(SAMPLE_DECREE, actor=cast.planner.actor), actor=cast.planner.actor
    )  # fmt: skip
    bind_decree(decree=decree, actor=cast.planner.actor)
    return decree


def own_measure(actor: Actor, label: str = "Surat masuk", **values: Any) -> OfficeMeasure:
    """A measure of the actor's own office: letters received, unless told otherwise."""
    count = [{"book": "incoming_letter", "milestone": "received", "where": {}}]
    return declare_measure(label=label, definition={"unit": "surat", "count": count} | values, actor=actor)
