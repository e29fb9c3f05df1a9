"""The personnel pages: who reads whose data, what the buttons do, what a file becomes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takar.ledger.services import add_milestone
from takar.registers.personnel import services
from takar.registers.personnel.models import AttendanceRecap, Employee, Proposal, RankHistory
from takar.registers.personnel.reference import papers_for
from tests.factories import Cast, Member, career_of, entry_of
from tests.web.conftest import SignedIn
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see, see_sent_on, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def card(member: Member, name: str = "employee", *args: object) -> str:
    return reverse(f"web:{name}", args=[2026, member.person.pk, *args])


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def leave_of(member: Member) -> Proposal:
    return services.request_leave(
        actor=member.actor,
        values={
            "leave_type_id": "tahunan",
            "leave_from": date(2026, 8, 3),
            "leave_until": date(2026, 8, 4),
            "leave_address": "Malang",
        },
    )


# ---- the employee card ------------------------------------------------------------------------------


def test_a_card_is_read_by_its_person_keepers_and_leaders(cast: Cast, signed_in: SignedIn) -> None:
    address = card(cast.section_head)
    for member in (cast.section_head, cast.personnel_clerk, cast.general_head, cast.camat):
        assert "Agus Salim" in body(signed_in(member), address)
    for other in (cast.planner, cast.government_clerk, cast.neighbour_camat, cast.neighbour_clerk):
        assert signed_in(other).get(address).status_code == 404


def test_the_nip_is_explained_and_what_holds_is_shown(cast: Cast, signed_in: SignedIn) -> None:
    career_of(Employee.objects.get(pk=cast.secretary.person.pk))
    shown = body(signed_in(cast.personnel_clerk), card(cast.secretary))
    assert "Lahir 14 Mei 1972, pengangkatan tahun 1993 bulan 02, perempuan, nomor urut 002." in shown
    assert "Penata, III/c" in shown
    assert "Rp3.200.000" in shown
    assert "1 Okt 2026" in shown


def test_only_keepers_change_a_card(cast: Cast, signed_in: SignedIn) -> None:
    for name, *rest in (("employee-edit",), ("employee-history-new", "pangkat")):
        own = card(cast.section_head, name, *rest)
        assert signed_in(cast.section_head).get(own).status_code == 403
        assert signed_in(cast.personnel_clerk).get(own).status_code == 200
        assert signed_in(cast.planner).get(own).status_code == 404
        assert signed_in(cast.neighbour_clerk).get(own).status_code == 404
    assert (
        signed_in(cast.personnel_clerk)
        .get(card(cast.personnel_clerk, "employee-history-new", "lain"))
        .status_code
        == 404
    )


def test_a_history_row_is_added_corrected_and_never_twice(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.personnel_clerk)
    address = card(cast.camat, "employee-history-new", "pangkat")
    assert 'value="01/04/2026"' in body(client, f"{address}?starts_on=01/04/2026")
    sent = {"grade": "IV/a", "starts_on": "1/4/2026", "decree_number": "823/1"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422
    row = RankHistory.objects.get(employee=cast.camat.person.pk)
    correction = card(cast.camat, "employee-history-edit", "pangkat", row.pk)
    assert client.post(correction, sent | {"grade": "IV/b"}).status_code == 302
    row.refresh_from_db()
    assert row.grade_id == "IV/b"
    assert signed_in(cast.personnel_clerk).get(
        card(cast.secretary, "employee-history-edit", "pangkat", row.pk)
    ).status_code == 404  # fmt: skip


def test_a_card_is_changed(cast: Cast, signed_in: SignedIn) -> None:
    sent = {
        "kind": "pns", "birth_place": "Malang", "birth_on": "1/8/1966", "sex": "L",
        "appointed_on": "1/3/1988", "service_credit": "6", "retirement_class": "jpt", "simpeg_ref": "S-1",
    }  # fmt: skip
    address = card(cast.camat, "employee-edit")
    assert signed_in(cast.personnel_clerk).post(address, sent).status_code == 302
    record = Employee.objects.get(pk=cast.camat.person.pk)
    assert (record.birth_place, record.service_credit, record.retirement_class) == ("Malang", 6, "jpt")
    wrong = signed_in(cast.personnel_clerk).post(address, sent | {"appointed_on": "1/1/1950"})
    assert wrong.status_code == 422


def test_others_see_only_themselves_in_the_list(cast: Cast, signed_in: SignedIn) -> None:
    address = reverse("web:employees", args=[2026])
    assert "Rina Astuti" in body(signed_in(cast.camat), address)
    own = body(signed_in(cast.planner), address)
    assert "Dewi Lestari" in own
    assert "Rina Astuti" not in own


# ---- due dates and lists ----------------------------------------------------------------------------


def test_a_due_date_becomes_a_proposal_with_one_click(cast: Cast, signed_in: SignedIn) -> None:
    who = career_of(Employee.objects.get(pk=cast.secretary.person.pk))
    client = signed_in(cast.personnel_clerk)
    shown = body(client, f"{reverse('web:watch', args=[2026])}?jenis=kgb")
    assert "Siapkan usulan" in shown
    form = f"{reverse('web:entry-record', args=[2026, 'usulan-kepegawaian'])}?kind=kgb&employee={who.pk}"
    filled = body(client, f"{form}&effective_on=01/10/2026")
    assert 'value="01/10/2026"' in filled
    assert '<input type="hidden" name="kind" value="kgb" id="id_kind">' in filled
    entry_of("proposal", cast, kind="kgb", employee=who)
    assert "Usulan dikonsep" in body(client, f"{reverse('web:watch', args=[2026])}?jenis=kgb")
    assert "Kenaikan gaji berkala Sri" not in body(client, reverse("web:today", args=[2026]))


def test_an_edition_is_shown_to_those_who_may_computed_again_and_printed(
    cast: Cast, signed_in: SignedIn
) -> None:
    edition = entry_of("list_edition", cast, kind="duk")
    address = reverse("web:entry", args=[2026, edition.pk])
    assert "Drs. Suwito" in body(signed_in(cast.personnel_clerk), address)
    assert signed_in(cast.planner).get(address).status_code == 404
    career_of(Employee.objects.get(pk=cast.secretary.person.pk), grade="IV/b")
    again = reverse("web:action", args=[2026, edition.pk, "hitung-ulang"])
    assert signed_in(cast.personnel_clerk).post(again).status_code == 302
    edition.refresh_from_db()
    assert edition.rows[0][1] == "Sri Wahyuni, S.Sos."
    paper = signed_in(cast.personnel_clerk).get(reverse("web:personnel-print", args=[2026, edition.pk]))
    text = pdf_text(paper.content)
    assert "DAFTAR URUT KEPANGKATAN" in text.upper()
    assert "(konsep)" in text
    proposal = entry_of("proposal", cast)
    nothing = reverse("web:personnel-print", args=[2026, proposal.pk])
    assert signed_in(cast.personnel_clerk).get(nothing).status_code == 404


# ---- leave ------------------------------------------------------------------------------------------


def test_anybody_asks_for_leave_and_sees_what_is_left(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.government_clerk)
    address = reverse("web:leave", args=[2026])
    sent = {
        "leave_type": "tahunan", "leave_from": "3/8/2026", "leave_until": "5/8/2026",
        "leave_address": "Desa Sidodadi",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    entry = Proposal.objects.get(office=cast.office)
    assert (entry.employee_id, entry.leave_days, entry.state) == (
        cast.government_clerk.person.pk,
        3,
        "submitted",
    )
    shown = body(client, address)
    assert "9 hari kerja" in shown
    assert "3 menunggu keputusan" in shown
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "Bertumpuk" in again.content.decode()


def test_the_superior_finds_the_leave_and_gives_a_word(cast: Cast, signed_in: SignedIn) -> None:
    entry = leave_of(cast.government_clerk)
    today = reverse("web:today", args=[2026])
    address = reverse("web:action", args=[2026, entry.pk, "pertimbangan"])
    superior = signed_in(cast.section_head)
    assert "Cuti menunggu pertimbangan" in body(superior, today)
    assert signed_in(cast.planner).get(address).status_code == 404
    for other in (cast.camat, cast.personnel_clerk, cast.government_clerk):
        assert signed_in(other).get(address).status_code == 403
    body(superior, address)
    assert superior.post(address, {"verdict": "ditangguhkan", "on": "15/7/2026"}).status_code == 422
    assert superior.post(address, {"verdict": "disetujui", "on": "15/7/2026"}).status_code == 302
    assert "Cuti menunggu pertimbangan" not in body(superior, today)
    assert "Cuti menunggu keputusan" in body(signed_in(cast.camat), today)
    note = body(signed_in(cast.camat), reverse("web:entry", args=[2026, entry.pk]))
    assert "Agus Salim, Kasi Pemerintahan" in note
    assert "Sisa cuti tahunan 2026: 10 dari 12 hari, 2 hari menunggu keputusan." in note


def test_an_answered_leave_waits_until_whoever_asked_has_opened_it(cast: Cast, signed_in: SignedIn) -> None:
    entry = leave_of(cast.government_clerk)
    add_milestone(
        entry=entry, what="refused", on=date(2026, 7, 15), actor=cast.camat.actor, note="Sedang sibuk"
    )
    today = reverse("web:today", args=[2026])
    client = signed_in(cast.government_clerk)
    page = see(client, today)
    assert "Cuti Anda sudah dijawab" in page.text
    body(signed_in(cast.camat), reverse("web:entry", args=[2026, entry.pk]))  # another reader is not the one
    assert "Cuti Anda sudah dijawab" in see(client, today).text
    opened = see(client, page.links[entry.title])
    assert any("Jawaban dibaca pemohon" in step for step in opened.timeline)
    assert "Cuti Anda sudah dijawab" not in see(client, today).text
    late = see_sent_on(client, reverse("web:action", args=[2026, entry.pk, "baca-jawaban"]))
    assert "sudah dibaca" in late.messages
    own = reverse("web:action", args=[2026, entry.pk, "baca-jawaban"])
    assert signed_in(cast.camat).get(own).status_code == 403


def test_the_papers_of_a_proposal_are_ticked(cast: Cast, signed_in: SignedIn) -> None:
    entry = entry_of("proposal", cast, kind="kgb")
    address = reverse("web:action", args=[2026, entry.pk, "berkas"])
    client = signed_in(cast.personnel_clerk)
    assert "Surat pengantar" in body(client, address)
    assert client.post(address, {"papers": ["kgb_pengantar", "kgb_skp"]}).status_code == 302
    entry.refresh_from_db()
    assert entry.papers == ["kgb_pengantar", "kgb_skp"]


# ---- attendance -------------------------------------------------------------------------------------


def test_lines_are_typed_and_read_from_a_file_that_is_only_saved_when_meant(
    cast: Cast, signed_in: SignedIn
) -> None:
    recap: AttendanceRecap = entry_of("attendance_recap", cast, month="2026-06")
    client = signed_in(cast.personnel_clerk)
    address = reverse("web:action", args=[2026, recap.pk, "rincian"])
    table = SimpleUploadedFile("juni.csv", b"Nama;S;TK\nRina Astuti;2;1\nOrang Lain;1;0\n")
    page = client.post(address, {"baca": "1", "file": table})
    shown = page.content.decode()
    assert "1 baris terbaca" in shown
    assert "Baris 3: “Orang Lain” bukan pegawai kantor ini." in shown
    pk = cast.clerk.person.pk
    assert f'name="sick-{pk}" value="2"' in shown
    recap.refresh_from_db()
    assert recap.sick == 0
    assert client.post(address, {f"sick-{pk}": "2", f"absent-{pk}": "1"}).status_code == 302
    recap.refresh_from_db()
    assert (recap.sick, recap.absent) == (2, 1)
    wrong = client.post(address, {f"sick-{pk}": "dua"})
    assert wrong.status_code == 422
    assert f'name="sick-{pk}" value="dua"' in wrong.content.decode()
    assert "bukan bilangan hari" in wrong.content.decode()
    bad = client.post(address, {"baca": "1", "file": SimpleUploadedFile("a.xlsx", b"bukan excel")})
    assert bad.status_code == 422


def test_of_others_attendance_an_employee_reads_only_the_sums(cast: Cast, signed_in: SignedIn) -> None:
    recap = entry_of("attendance_recap", cast, month="2026-06")
    address = reverse("web:entry", args=[2026, recap.pk])
    own = body(signed_in(cast.planner), address)
    assert "Kehadiran saya" in own
    assert "Rina Astuti" not in own.split("Kehadiran saya")[1].split("Bukti dukung")[0]
    assert "Rina Astuti" in body(signed_in(cast.general_head), address)
    assert (
        b"%PDF"
        in signed_in(cast.personnel_clerk).get(reverse("web:personnel-print", args=[2026, recap.pk])).content
    )


# ---- the leave form ----------------------------------------------------------------------------------


def leave_form(client: Client, entry: Proposal) -> str:
    response = client.get(reverse("web:leave-form", args=[entry.year, entry.pk]))
    assert response.status_code == 200
    return pdf_text(response.content)


def test_the_leave_form_says_what_was_asked_considered_and_decided(cast: Cast, signed_in: SignedIn) -> None:
    career_of(Employee.objects.get(pk=cast.personnel_clerk.person.pk))
    entry = leave_of(cast.personnel_clerk)
    asked = leave_form(signed_in(cast.personnel_clerk), entry)
    for words in (
        "FORMULIR PERMINTAAN DAN PEMBERIAN CUTI",
        "Yth. Camat",
        cast.personnel_clerk.person.name,
        "1. Cuti tahunan √ 2. Cuti besar",
        "Selama 2 hari kerja mulai tanggal 3 Agustus 2026 s.d. 4 Agustus 2026",
        "N 12 hari tahun 2026",
        "VII. PERTIMBANGAN ATASAN LANGSUNG",
        cast.general_head.person.name,
    ):
        assert words in asked, words
    assert asked.count("√") == 2  # the kind chosen, and the explanation below
    services.consider_leave(
        entry=entry,
        actor=cast.general_head.actor,
        verdict="perubahan",
        note="Mundur sehari",
        on=date(2026, 7, 15),
    )
    considered = leave_form(signed_in(cast.camat), entry)
    assert "Alasan: Mundur sehari" in considered
    assert considered.count("√") == 3
    add_milestone(entry=entry, what="granted", on=date(2026, 7, 15), actor=cast.camat.actor)
    granted = leave_form(signed_in(cast.camat), entry)
    assert granted.count("√") == 4
    assert granted.count(cast.camat.person.name) == 1


def test_an_older_form_does_not_change_with_later_requests(cast: Cast, signed_in: SignedIn) -> None:
    first = leave_of(cast.personnel_clerk)
    before = leave_form(signed_in(cast.personnel_clerk), first)
    later = services.request_leave(
        actor=cast.personnel_clerk.actor,
        values={"leave_type_id": "tahunan", "leave_from": date(2026, 9, 1), "leave_until": date(2026, 9, 2)},
    )
    # The foot of a paper tells the state of the books when it was printed.
    assert _above_the_foot(leave_form(signed_in(cast.personnel_clerk), first)) == _above_the_foot(before)
    assert "N 10 hari tahun 2026; 2 hari menunggu keputusan" in leave_form(
        signed_in(cast.personnel_clerk), later
    )


def _above_the_foot(text: str) -> str:
    return re.sub(r"\d+ langkah, akar \w+", "", text)


def test_the_form_of_a_leave_is_printed_by_its_readers_only(cast: Cast, signed_in: SignedIn) -> None:
    entry = leave_of(cast.personnel_clerk)
    address = reverse("web:leave-form", args=[entry.year, entry.pk])
    for member in (cast.planner, cast.government_clerk, cast.neighbour_camat, cast.neighbour_clerk):
        assert signed_in(member).get(address).status_code == 404
    other = entry_of("proposal", cast, kind="mutasi")
    assert (
        signed_in(cast.personnel_clerk).get(reverse("web:leave-form", args=[2026, other.pk])).status_code
        == 404
    )
    assert "formulir-cuti" in body(signed_in(cast.camat), reverse("web:entry", args=[2026, entry.pk]))


def test_the_head_s_own_leave_is_decided_outside_the_office(cast: Cast, signed_in: SignedIn) -> None:
    text = leave_form(signed_in(cast.camat), leave_of(cast.camat))
    assert text.count("Bupati Malang") == 3
    assert text.count(cast.camat.person.name) == 2  # who asks, and the signature under it


# ---- kinds and grants --------------------------------------------------------------------------------


def test_an_entry_shows_what_belongs_to_its_kind_and_no_empty_leave(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.personnel_clerk)
    page = body(client, reverse("web:entry", args=[2026, entry_of("proposal", cast, kind="kgb").pk]))
    assert "TMT yang diusulkan" in page
    for foreign in ("Jenis cuti", "Alamat selama cuti", "Pangkat diusulkan"):
        assert foreign not in page
    form = reverse("web:entry-record", args=[2026, "usulan-kepegawaian"])
    assert 'name="leave_type"' not in body(client, f"{form}?kind=kgb")
    leave = body(client, f"{form}?kind=cuti")
    assert 'name="leave_type"' in leave
    assert 'name="effective_on"' not in leave
    raise_ = entry_of("proposal", cast, kind="kgb", effective_on=date(2026, 10, 1))
    correct = reverse("web:action", args=[2026, raise_.pk, "ubah"])
    assert 'value="01/10/2026"' in body(client, correct)
    other = body(client, f"{correct}?kind=cuti")  # another kind is chosen above the form, here too
    assert 'name="leave_type"' in other
    assert '<input type="hidden" name="kind" value="cuti" id="id_kind">' in other


def test_a_grant_waits_on_the_front_page_until_it_is_in_the_history(cast: Cast, signed_in: SignedIn) -> None:
    who = career_of(
        Employee.objects.get(pk=cast.camat.person.pk), grade="III/b", rank_since=date(2022, 10, 1)
    )
    entry: Proposal = entry_of(
        "proposal",
        cast,
        kind="kenaikan_pangkat",
        employee=who,
        effective_on=date(2026, 10, 1),
        target_grade_id="III/c",
    )
    papers = [paper.code for paper in papers_for(entry.kind, None)]
    services.tick_papers(entry=entry, actor=cast.personnel_clerk.actor, papers=papers)
    for what in ("submitted", "granted"):
        add_milestone(entry=entry, what=what, on=date(2026, 7, 15), actor=cast.personnel_clerk.actor)
    client = signed_in(cast.personnel_clerk)
    address = reverse("web:entry", args=[2026, entry.pk])
    today = reverse("web:today", args=[2026])
    watch = reverse("web:watch", args=[2026])
    assert "belum masuk riwayat pegawai" in body(client, address)
    assert "Dikabulkan, belum masuk riwayat" in body(client, watch)
    page = Screen(client.get(today))
    assert "Dikabulkan, belum masuk riwayat pegawai" in page.text
    link = page.links[entry.title]
    form = Screen(client.get(link)).form()
    assert (form["starts_on"], form["grade"]) == ("01/10/2026", "III/c")
    sent(client, link, decree_number="823/1")
    assert RankHistory.objects.get(employee=who, starts_on=date(2026, 10, 1)).grade_id == "III/c"
    assert "Sudah masuk riwayat pegawai" in body(client, address)
    assert "belum masuk riwayat" not in body(client, today)
    assert "belum masuk riwayat" not in body(client, watch)


def test_what_a_leave_must_say_is_told_at_once_and_not_asked_of_other_kinds(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.personnel_clerk)
    address = reverse("web:entry-record", args=[2026, "usulan-kepegawaian"])
    page = Screen(send(client, address, kind="cuti", occurred_on="15/07/2026"))
    assert page.status == 422
    for label in ("Jenis cuti", "Cuti mulai", "Cuti sampai dengan"):
        assert f"{label} : Bidang ini tidak boleh kosong" in page.alert, label
    page = Screen(send(client, address, kind="mutasi", occurred_on="15/07/2026"))
    assert "Jenis cuti" not in page.alert
