"""Activities: planned or held from the first line, several villages and topics, a plan that is held."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import Cast, entry_of
from tests.whose_turn import waits_for

from takar.kernel.errors import DomainError, Refused
from takar.kernel.period import Period
from takar.ledger.actions import action_at
from takar.ledger.audit import verify
from takar.ledger.display import shown
from takar.ledger.filters import filter_class
from takar.ledger.importing import confirm_import, judged_rows, start_import
from takar.ledger.models import Area, EffectiveMilestone
from takar.ledger.selectors import book_entries
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.organisation.models import Village
from takar.registers.activities.book import Activities
from takar.registers.activities.models import MOST_TOPICS, Activity, Topic
from takar.registers.activities.selectors import calendar_of, coverage
from takar.registers.activities.services import hold_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def activity(cast: Cast, **values: object) -> Activity:
    made: Activity = entry_of(Activities, cast, **values)
    return made


def second_village(cast: Cast) -> Village:
    return Village.objects.create(office=cast.office, code="35.07.29.2002", name="Segaran")


def days(made: Activity) -> dict[str, date]:
    return dict(EffectiveMilestone.objects.filter(entry=made).values_list("what", "on"))


def test_a_day_ahead_makes_a_plan_and_none_means_it_was_held(cast: Cast) -> None:
    assert activity(cast, scheduled_on=date(2026, 8, 1)).state == "planned"
    assert activity(cast, scheduled_on=None).state == "held"


def test_a_plan_for_a_day_gone_by_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError) as error:
        activity(cast, scheduled_on=date(2026, 7, 14))
    assert error.value.field == "scheduled_on"


def test_a_plan_is_held_with_what_came_of_it_in_one_go(cast: Cast) -> None:
    made = activity(cast, occurred_on=date(2026, 7, 1), scheduled_on=date(2026, 7, 6))
    other = second_village(cast)
    held = hold_activity(
        activity=made,
        actor=cast.field_clerk.actor,
        on=date(2026, 7, 7),
        results={
            "present": 31,
            "cost": Decimal(750_000),
            "minutes": "Disepakati.",
            "villages": [str(other.pk)],
            "place": "Balai desa",
        },
    )
    assert (held.state, held.present, held.village_names, held.village) == ("held", 31, "Segaran", other)
    assert days(made) == {"planned": date(2026, 7, 1), "held": date(2026, 7, 7)}
    assert list(verify(cast.office.pk)) == []


def test_nothing_of_a_refused_holding_stays(cast: Cast) -> None:
    made = activity(cast, occurred_on=date(2026, 7, 6), scheduled_on=date(2026, 7, 10))
    with pytest.raises(DomainError):
        hold_activity(
            activity=made, actor=cast.field_clerk.actor, on=date(2026, 7, 1), results={"present": 9}
        )
    assert Activity.objects.get(pk=made.pk).present is None
    with pytest.raises(Refused):
        hold_activity(activity=made, actor=cast.government_clerk.actor, on=TODAY)
    with pytest.raises(DomainError):
        hold_activity(activity=made, actor=cast.field_clerk.actor, on=TODAY, results={"title": "Lain"})


def test_whoever_is_responsible_may_tell_that_it_was_held(cast: Cast) -> None:
    made = activity(cast, position=cast.government_clerk.position)
    assert waits_for(cast, made) == {"hold": {"government_clerk"}}
    hold_activity(activity=made, actor=cast.government_clerk.actor, on=TODAY)
    assert waits_for(cast, made) == {}


def test_a_plan_waits_from_its_day_on_and_what_a_surat_tugas_asked_until_it_is_reported(cast: Cast) -> None:
    ahead = activity(cast, occurred_on=date(2026, 7, 1), scheduled_on=TODAY + timedelta(days=1))
    assert waits_for(cast, ahead) == {}
    correct_entry(
        entry=ahead, actor=cast.field_clerk.actor, values={"scheduled_on": None}, reason="Belum pasti"
    )
    assert waits_for(cast, ahead) == {"hold": {"field_clerk"}}
    letter = entry_of("outgoing_letter", cast, kind="surat_tugas")
    made = activity(cast, scheduled_on=None, assignment_letter=letter)
    assert waits_for(cast, made) == {"report": {"field_clerk"}}
    add_milestone(entry=made, what="reported", on=TODAY, actor=cast.field_clerk.actor)
    assert waits_for(cast, made) == {}


def test_who_may_not_hold_is_told_so_by_page_and_service_alike(cast: Cast) -> None:
    made = activity(cast)
    hold = action_at(made.declaration, "pelaksanaan")
    with pytest.raises(Refused) as error:
        hold_activity(activity=made, actor=cast.government_clerk.actor, on=TODAY)
    assert hold.refusal(cast.government_clerk.actor, made) == error.value.message


def test_the_day_of_a_plan_and_the_day_it_was_held_are_corrected_apart(cast: Cast) -> None:
    made = activity(cast, occurred_on=date(2026, 7, 1), scheduled_on=date(2026, 7, 6))
    hold_activity(activity=made, actor=cast.field_clerk.actor, on=date(2026, 7, 6))
    correct_entry(
        entry=made, actor=cast.field_clerk.actor, values={"occurred_on": date(2026, 7, 2)}, reason="x"
    )
    assert days(made) == {"planned": date(2026, 7, 2), "held": date(2026, 7, 6)}
    step = made.milestones.get(what="held")
    moved = correct_milestone(milestone=step, on=date(2026, 7, 8), actor=cast.field_clerk.actor, reason="x")
    assert days(made)["held"] == date(2026, 7, 8)
    withdraw_milestone(milestone=moved, actor=cast.field_clerk.actor, reason="Tidak jadi")
    assert Activity.objects.get(pk=made.pk).state == "planned"
    assert list(verify(cast.office.pk)) == []


def test_an_activity_recorded_as_held_moves_with_its_day(cast: Cast) -> None:
    made = activity(cast, scheduled_on=None, occurred_on=date(2026, 7, 6))
    correct_entry(
        entry=made, actor=cast.field_clerk.actor, values={"occurred_on": date(2026, 7, 2)}, reason="x"
    )
    assert days(made) == {"held": date(2026, 7, 2)}
    with pytest.raises(DomainError):
        withdraw_milestone(
            milestone=made.milestones.filter(what="held").latest("seq"),
            actor=cast.field_clerk.actor,
            reason="x",
        )


# ---- several villages, several topics -----------------------------------------------------------


def test_the_shared_village_is_set_only_where_there_is_exactly_one(cast: Cast) -> None:
    other = second_village(cast)
    assert activity(cast, villages=[str(cast.village.pk)]).village == cast.village
    both = activity(cast, villages=[str(cast.village.pk), str(other.pk)])
    assert both.village is None
    assert shown(Activities, both, "villages") == "Gedangan, Segaran"
    assert activity(cast, villages=[]).village is None


def test_a_village_of_the_neighbour_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError) as error:
        activity(cast, villages=[str(cast.neighbour_village.pk)])
    assert error.value.field == "villages"


def test_the_list_is_filtered_by_any_of_the_values(cast: Cast) -> None:
    other = second_village(cast)
    both = activity(cast, villages=[str(cast.village.pk), str(other.pk)], topics=["add_dd", "aset"])
    one = activity(cast, villages=[str(cast.village.pk)], topics=["aset"])
    filters = filter_class(Activities, cast.field_clerk.actor)

    def found(**asked: str) -> set[int]:
        rows = filters(asked, queryset=book_entries(Activities, cast.field_clerk.actor, year=2026)).qs
        return set(rows.values_list("pk", flat=True))

    assert found(villages=str(cast.village.pk)) == {both.pk, one.pk}
    assert found(villages=str(other.pk)) == {both.pk}
    assert found(topics="add_dd") == {both.pk}
    assert found(topics="aset") == {both.pk, one.pk}
    assert found(topics="rpjmdes") == set()


def test_any_five_topics_fit_into_what_is_counted(cast: Cast) -> None:
    longest = sorted(Topic.values, key=len, reverse=True)[:MOST_TOPICS]
    made = activity(cast, topics=longest)
    stored = EffectiveMilestone.objects.get(entry=made).category
    room = EffectiveMilestone._meta.get_field("category").max_length
    assert room is not None
    assert len(stored) <= room
    assert set(stored.split("|")) - {""} == set(longest)


def test_a_spreadsheet_names_villages_and_topics_in_one_cell_each(cast: Cast) -> None:
    second_village(cast)
    text = (
        "Tanggal;Nama kegiatan;Jenis kegiatan;Bidang;Desa;Pokok bahasan;Biaya (Rp)\r\n"
        '6/7/2026;Musdes;Musyawarah desa (Musdes);Pemerintahan desa;"Segaran, Gedangan";"APBDes, ADD/DD";1.250.000\r\n'
        "6/7/2026;Rapat;Rapat;Perencanaan, evaluasi dan pelaporan;Semua desa;;\r\n"
        '6/7/2026;Keliru;Rapat;Perencanaan, evaluasi dan pelaporan;"Segaran, Antah";;\r\n'
        '6/7/2026;Banyak;Rapat;Keuangan;;"RPJMDes, RKPDes, APBDes, ADD/DD, BUM Desa, Aset desa";\r\n'
    )
    actor = cast.field_clerk.actor
    batch = start_import(book=Activities, actor=actor, content=text.encode(), filename="kegiatan.csv")
    fates = [row.fate for row in judged_rows(batch, actor)]
    assert fates[:2] == ["Akan dicatat", "Akan dicatat"]
    assert fates[2].startswith("Kolom Desa:")
    assert "antah" in fates[2].casefold()
    assert fates[3] == "Kolom Pokok bahasan: Pilih paling banyak 5."
    assert confirm_import(batch=batch, actor=actor) == 2
    musdes, rapat = Activity.objects.filter(office=cast.office).order_by("pk")
    assert (musdes.village_names, musdes.topics, musdes.cost) == (
        "Gedangan, Segaran",
        ["apbdes", "add_dd"],
        Decimal(1_250_000),
    )
    assert rapat.village_names == "Gedangan, Segaran"
    assert (musdes.state, rapat.state) == ("held", "held")


def test_a_retired_village_stays_on_the_form_of_an_entry_that_names_it(cast: Cast) -> None:
    from takar.ledger.forms import form_class

    made = activity(cast)
    Village.objects.filter(pk=cast.village.pk).update(retired_on=TODAY)
    made_form = form_class(Activities, cast.field_clerk.actor)
    assert str(cast.village.pk) not in dict(made_form().fields["villages"].choices)  # type: ignore[attr-defined]
    assert str(cast.village.pk) in dict(made_form(instance=made).fields["villages"].choices)  # type: ignore[attr-defined]


# ---- the letter it rests on ---------------------------------------------------------------------


def test_only_open_assignment_letters_are_offered(cast: Cast) -> None:
    from takar.ledger.forms import form_class

    task = entry_of("outgoing_letter", cast, kind="surat_tugas")
    entry_of("outgoing_letter", cast, kind="undangan")
    secret = entry_of("outgoing_letter", cast, kind="surat_tugas", security="rahasia")
    gone = entry_of("outgoing_letter", cast, kind="surat_tugas")
    cancel_entry(entry=gone, actor=cast.clerk.actor, reason="x")
    offered = form_class(Activities, cast.camat.actor)().fields["assignment_letter"].queryset  # type: ignore[attr-defined]
    assert set(offered.values_list("pk", flat=True)) == {task.pk}
    assert secret.restricted


def test_a_letter_of_the_neighbour_is_refused(cast: Cast) -> None:
    foreign = next(e for e in cast.neighbour_entries if e.book == "outgoing_letter")
    with pytest.raises(DomainError) as error:
        activity(cast, assignment_letter_id=foreign.pk)
    assert error.value.field == "assignment_letter"


# ---- calendar and coverage ----------------------------------------------------------------------


def test_the_calendar_shows_what_was_held_on_its_day_and_what_is_planned(cast: Cast) -> None:
    held = activity(cast, occurred_on=date(2026, 6, 20), scheduled_on=date(2026, 6, 30))
    hold_activity(activity=held, actor=cast.field_clerk.actor, on=date(2026, 7, 2))
    plan = activity(cast, scheduled_on=date(2026, 7, 20))
    activity(cast, scheduled_on=date(2026, 8, 3))
    gone = activity(cast, scheduled_on=date(2026, 7, 21))
    cancel_entry(entry=gone, actor=cast.field_clerk.actor, reason="x")
    july = calendar_of(cast.field_clerk.actor, Period.of_month(2026, 7))
    assert [(row.on, row.activity.pk, row.held) for row in july] == [
        (date(2026, 7, 2), held.pk, True),
        (date(2026, 7, 20), plan.pk, False),
    ]
    assert calendar_of(cast.neighbour_camat.actor, Period.of_month(2026, 6)) == []
    assert calendar_of(cast.field_clerk.actor, Period.of_month(2026, 7), area="pemerintahan") == july
    assert calendar_of(cast.field_clerk.actor, Period.of_month(2026, 7), area="keuangan") == []


def test_coverage_counts_in_every_village_reached_and_shows_those_without(cast: Cast) -> None:
    other = second_village(cast)
    empty = Village.objects.create(office=cast.office, code="35.07.29.2003", name="Sidodadi")
    both = [str(cast.village.pk), str(other.pk)]
    activity(cast, scheduled_on=None, occurred_on=date(2026, 3, 2), villages=both)
    activity(cast, scheduled_on=None, occurred_on=date(2026, 5, 4), kind="monitoring")
    activity(cast, scheduled_on=None, occurred_on=date(2025, 5, 4), villages=[str(empty.pk)])
    activity(cast, scheduled_on=date(2026, 8, 1), villages=[str(empty.pk)])
    rows = {row.village.name: row for row in coverage(cast.field_clerk.actor, year=2026)}
    assert {name: row.held for name, row in rows.items()} == {"Gedangan": 2, "Segaran": 1, "Sidodadi": 0}
    assert rows["Gedangan"].kinds == {"pembinaan": 1, "monitoring": 1}
    assert (rows["Gedangan"].last, rows["Sidodadi"].last) == (date(2026, 5, 4), None)
    assert rows["Sidodadi"].planned == 1
    none = coverage(cast.field_clerk.actor, year=2026, areas=["keuangan"])
    assert {row.held for row in none} == {0}
    assert {row.village for row in coverage(cast.neighbour_camat.actor, year=2026)} == {
        cast.neighbour_village
    }


def test_coverage_asks_the_same_number_of_questions_however_much_there_is(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            coverage(cast.field_clerk.actor, year=2026)
        return len(asked)

    activity(cast, scheduled_on=None)
    queries()  # what an actor may read is asked once and remembered
    one = queries()
    for _ in range(5):
        activity(cast, scheduled_on=None)
    assert queries() == one


def test_every_area_an_indicator_names_is_in_the_tree() -> None:
    known = set(Area.objects.values_list("code", flat=True))
    named = {
        *("penggandaan", "perpustakaan", "perencanaan", "perlengkapan", "pemeliharaan", "kebersihan"),
        *("keamanan_kantor", "perangkat_desa", "ukm", "pembangunan_desa", "lingkungan", "penghijauan"),
        *("pencemaran", "sanitasi", "drainase", "air_bersih", "pbb", "sosial_politik", "ideologi", "linmas"),
        *("kesejahteraan_sosial", "olahraga", "pariwisata", "kesehatan_masyarakat", "keluarga_berencana"),
        *("kepemudaan", "pelayanan_publik", "kepegawaian", "kesejahteraan_pegawai", "diklat"),
        *("ketatalaksanaan", "persuratan", "kearsipan", "rumah_tangga", "perjalanan_dinas", "protokol"),
        *("administrasi_perkantoran", "keuangan", "pembukuan", "pertanggungjawaban", "verifikasi"),
        *("perhitungan_anggaran", "kependudukan", "trantib", "kesos_kepemudaan", "bencana"),
    }
    assert named - known == set()
    assert Area.objects.get(pk="kearsipan").parent_id == "ketatalaksanaan"


def test_reporting_follows_holding(cast: Cast) -> None:
    made = activity(cast)
    with pytest.raises(DomainError):
        add_milestone(entry=made, what="reported", on=TODAY, actor=cast.field_clerk.actor)
    hold_activity(activity=made, actor=cast.field_clerk.actor, on=TODAY)
    add_milestone(entry=made, what="reported", on=TODAY, actor=cast.field_clerk.actor)
    assert Activity.objects.get(pk=made.pk).state == "reported"
