"""The life of a Perjanjian Kinerja over the web: drafted, returned, agreed, signed, revised."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from takar.agreements.models import Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.catalogue.models import Decree
from takar.kernel import clock
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see, sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LIST = "/2026/perjanjian/"


def at(agreement: Agreement, name: str = "agreement") -> str:
    return reverse(f"web:{name}", args=[agreement.year, agreement.pk])


@pytest.fixture
def draft(cast: Cast, imported_decree: Decree) -> Agreement:
    """Kasi Pemerintahan promises to the Camat."""
    return draft_agreement(position=cast.section_head.position, year=2026, actor=cast.planner.actor)


def targets_of(agreement: Agreement, value: str = "12") -> dict[str, str]:
    return {f"target-{line.pk}": value for line in agreement.targets.all()}


def press(client: Client, agreement: Agreement, act: str, **data: str) -> Screen:
    """Press a button of the page and look at where one comes to stand."""
    response = client.post(at(agreement), data | {"act": act})
    return see(client, response["Location"]) if response.status_code == 302 else Screen(response)


def state(page: Screen) -> str:
    return words(page.soup.select_one(".page-meta .state"))


def buttons(page: Screen) -> set[str]:
    return {str(b["value"]) for b in page.soup.select("button[name=act]")}


def proposed(agreement: Agreement, cast: Cast) -> Agreement:
    lines = {line.pk: (12, line.unit) for line in agreement.targets.all()}
    set_targets(agreement=agreement, actor=cast.section_head.actor, targets=lines)
    return propose(agreement=agreement, actor=cast.section_head.actor)


def signed(agreement: Agreement, cast: Cast) -> Agreement:
    agreed = agree(agreement=proposed(agreement, cast), actor=cast.camat.actor)
    return sign(agreement=agreed, actor=cast.planner.actor, signed_on=clock.today(), place="Gedangan")


# ---- the whole way ------------------------------------------------------------------------------


def test_the_operator_prepares_drafts_from_the_decree(
    cast: Cast, imported_decree: Decree, signed_in: SignedIn
) -> None:
    client = signed_in(cast.planner)
    assert "Siapkan konsep" in see(client, LIST).text
    page = sent(client, LIST, position=str(cast.section_head.position.pk))
    assert page.title == "Kasi Pemerintahan, 2026"
    assert (state(page), buttons(page)) == ("Konsep", {"targets", "propose"})
    (row,) = see(client, LIST).rows
    assert row.startswith("Kasi Pemerintahan Agus Salim Drs. Suwito, M.Si.")
    again = Screen(client.post(LIST, {"position": str(cast.section_head.position.pk)}))
    assert (again.status, "sudah ada" in again.text) == (422, True)
    assert "Siapkan konsep" not in see(signed_in(cast.clerk), LIST).text
    for name in ("camat", "section_head", "clerk"):
        other = signed_in(cast.members[name])
        assert other.post(LIST, {"position": str(cast.clerk.position.pk)}).status_code == 403, name
    assert client.post(LIST, {"position": str(cast.neighbour_clerk.position.pk)}).status_code == 404
    assert client.post(LIST, {"position": "bukan angka"}).status_code == 404


def test_an_agreement_goes_from_draft_to_paper(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    first, second, operator = (signed_in(m) for m in (cast.section_head, cast.camat, cast.planner))
    page = press(first, draft, "propose", **targets_of(draft, "1.250"))
    assert (state(page), buttons(page)) == ("Diajukan", set())
    assert "1.250" in page.rows[0]
    assert at(draft) in see(second, "/2026/").addresses
    page = see(second, at(draft))
    assert buttons(page) == {"agree", "return"}

    page = press(second, draft, "return", note="Target terlalu rendah")
    assert state(page) == "Dikembalikan"
    page = see(first, at(draft))
    assert "Dikembalikan dengan catatan: Target terlalu rendah" in page.text
    assert buttons(page) == {"targets", "propose"}

    press(first, draft, "propose", **targets_of(draft, "1.500"))
    page = press(second, draft, "agree")
    assert (state(page), buttons(page)) == ("Disetujui", {"return"})
    page = see(operator, at(draft))
    assert page.value("signed_on") == "15/07/2026"
    assert page.value("place") == "Gedangan"
    page = press(operator, draft, "sign", signed_on="14/7", place="Gedangan")
    assert state(page) == "Ditandatangani"
    assert "Gedangan, 14 Juli 2026" in page.text
    assert "Target terlalu rendah" not in page.text
    assert buttons(page) == {"revise"}


def test_a_signed_agreement_is_replaced_only_by_a_signed_revision(
    cast: Cast, draft: Agreement, signed_in: SignedIn
) -> None:
    old = signed(draft, cast)
    operator = signed_in(cast.planner)
    page = press(operator, old, "revise", reason="strategy")
    new = Agreement.objects.get(previous=old)
    assert state(page) == "Konsep"
    assert "Perubahan ke 1: Perubahan strategi" in page.text
    assert page.links["Perjanjian sebelum perubahan"] == at(old)
    page = see(operator, at(old))
    assert (state(page), page.links["Perubahan atas perjanjian ini"]) == ("Ditandatangani", at(new))
    assert buttons(page) == set()
    assert press(operator, old, "revise", reason="official").status == 422
    press(operator, new, "propose", **targets_of(new, "20"))
    press(signed_in(cast.camat), new, "agree")
    press(operator, new, "sign", signed_on="hari ini", place="Gedangan")
    assert state(see(operator, at(old))) == "Diganti perubahan"
    (row,) = see(operator, LIST).rows
    assert "Perubahan ke-1" in row


def test_targets_are_compared_with_what_the_books_count(
    cast: Cast, imported_decree: Decree, signed_in: SignedIn
) -> None:
    from takar.measurement.models import Binding
    from tests.factories import disposition_of

    Binding.objects.exclude(measure="surat_masuk_terdisposisi").update(measure="")

    agreement = draft_agreement(position=cast.clerk.position, year=2026, actor=cast.planner.actor)
    lines = {line.pk: (2, line.unit) for line in agreement.targets.all()}
    set_targets(agreement=agreement, actor=cast.planner.actor, targets=lines)
    disposition_of(cast, letter=letter_of(cast))
    page = see(signed_in(cast.planner), at(agreement))
    measured = [row for row in page.rows if "Memproses surat masuk" in row]
    assert measured[0].endswith("1 50 % SR · Sangat Rendah, sementara")
    assert any(row.endswith("belum diukur –") for row in page.rows)


# ---- faults -------------------------------------------------------------------------------------


def test_wrong_targets_keep_everything_typed(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    client = signed_in(cast.section_head)
    lines = list(draft.targets.all())
    typed = targets_of(draft, "12") | {f"target-{lines[0].pk}": "banyak", f"unit-{lines[0].pk}": "berkas"}
    for act in ("targets", "propose"):
        page = press(client, draft, act, **typed)
        assert page.status == 422
        assert lines[0].indicator_text in page.alert
        assert "“banyak” bukan angka" in page.alert
        assert {name: page.value(name) for name in typed} == typed
        assert not draft.targets.filter(target__isnull=False).exists()
    page = press(client, draft, "targets", **targets_of(draft, "-1"))
    assert page.status == 422


def test_every_indicator_needs_its_target(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    client = signed_in(cast.section_head)
    first = draft.targets.first()
    assert first is not None
    typed = targets_of(draft, "7,5") | {f"target-{first.pk}": ""}
    page = press(client, draft, "propose", **typed)
    assert page.status == 422
    assert "Isi target semua indikator" in page.alert
    assert {name: page.value(name) for name in typed} == typed
    page = press(client, draft, "targets", **typed)
    assert "Target tersimpan" in page.messages
    assert page.value(f"target-{draft.targets.last().pk}") == "7,5"


def test_signing_and_returning_ask_for_what_they_need(
    cast: Cast, draft: Agreement, signed_in: SignedIn
) -> None:
    proposed(draft, cast)
    second, operator = signed_in(cast.camat), signed_in(cast.planner)
    page = press(second, draft, "return", note="")
    assert (page.status, list(page.faults)) == (422, ["note"])
    press(second, draft, "agree")
    page = press(operator, draft, "sign", signed_on="16/7/2026", place="Gedangan")
    assert page.status == 422
    assert "belum tiba" in page.faults["signed_on"]
    page = press(operator, draft, "sign", signed_on="", place="")
    assert (page.status, set(page.faults)) == (422, {"signed_on", "place"})
    assert state(page) == "Disetujui"


def test_a_button_of_another_state_does_nothing(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    """A page left open since yesterday, or pressed twice."""
    operator, second = signed_in(cast.planner), signed_in(cast.camat)
    for client, act, data in (
        (second, "agree", {}),
        (second, "return", {"note": "x"}),
        (operator, "sign", {"signed_on": "hari ini", "place": "G"}),
        (operator, "revise", {"reason": "strategy"}),
        (operator, "tidak ada", {}),
    ):
        assert press(client, draft, act, **data).status == 422, act
    draft.refresh_from_db()
    assert draft.state == Agreement.State.DRAFT


# ---- who ----------------------------------------------------------------------------------------


def test_buttons_are_for_the_parties(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    for name in ("camat", "secretary", "clerk", "government_clerk"):
        client = signed_in(cast.members[name])
        assert buttons(see(client, at(draft))) == set(), name
        for act in ("targets", "propose"):
            assert client.post(at(draft), targets_of(draft) | {"act": act}).status_code in {403, 422}, (
                name,
                act,
            )
    assert not draft.targets.filter(target__isnull=False).exists()
    proposed(draft, cast)
    for name in ("secretary", "section_head", "planner", "clerk"):
        client = signed_in(cast.members[name])
        for act, data in (("agree", {}), ("return", {"note": "x"})):
            assert client.post(at(draft), data | {"act": act}).status_code == 403, (name, act)
    agree(agreement=draft, actor=cast.camat.actor)
    data = {"act": "sign", "signed_on": "hari ini", "place": "Gedangan"}
    for name in ("camat", "secretary", "clerk"):
        assert signed_in(cast.members[name]).post(at(draft), data).status_code == 403, name
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        assert signed_in(member).post(at(draft), data).status_code == 404


# ---- reading ------------------------------------------------------------------------------------


def test_an_agreement_lives_in_its_own_year(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    answer = signed_in(cast.clerk).get(reverse("web:agreement", args=[2025, draft.pk]))
    assert (answer.status_code, answer["Location"]) == (302, at(draft))


def test_the_paper_says_draft_until_it_is_signed(cast: Cast, draft: Agreement, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    text = pdf_text(look(client, at(draft, "agreement-print"))[1])
    assert "KONSEP" in text
    signed(draft, cast)
    cast.section_head.person.name = "Agus Salim, S.Sos."
    cast.section_head.person.save()
    status, content = look(client, at(draft, "agreement-print"))
    text = pdf_text(content)
    assert status == 200
    assert "KONSEP" not in text
    for said in ("PERJANJIAN KINERJA", "2026", "PEMERINTAH KABUPATEN MALANG", "Agus Salim", "Drs. Suwito, M.Si.",
                 "Kasi Pemerintahan", "15 Juli 2026", "12"):  # fmt: skip
        assert said.casefold() in text.casefold(), said
    first = draft.targets.first()
    assert first is not None
    assert first.indicator_text.split()[0] in text
    # What was signed stays as it was signed.
    assert "S.Sos." not in text
