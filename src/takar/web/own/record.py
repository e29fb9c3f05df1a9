"""Data saya: what the office keeps about the person who is signed in. It opens without a position too."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.agreements.models import Agreement
from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.columns import last_day
from takar.kernel.formatting import NOTHING, format_date
from takar.ledger.books import all_books
from takar.ledger.models import Entry
from takar.organisation.models import Assignment, Person
from takar.organisation.selectors import reason_without_access
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest
from takar.web.performance.agreements import agreement_url
from takar.web.tables import Row, Table


def show(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    person = get_visible(actor, Person, pk=actor.person_id)
    codes = [book.code for book in all_books() if book.privacy.about_person]
    entries = (
        visible(actor, Entry).filter(person_id=person.pk, book__in=codes).order_by("-occurred_on", "-pk")
    )
    agreements = visible(actor, Agreement).filter(person_id=person.pk).select_related("position")
    posts = visible(actor, Assignment).filter(person_id=person.pk).select_related("position")
    context = {
        "person": person,
        "ended": "" if actor.reads_office else reason_without_access(person.pk).sentence,
        "facts": [
            {"label": "Nama", "value": person.name},
            {"label": "NIP", "value": person.printed_nip or NOTHING},
            {"label": "Pangkat", "value": person.rank or NOTHING},
        ],
        "card_url": reverse("web:employee", args=[clock.today().year, person.pk]),
        "account_url": reverse("account_change_password"),
        "tables": [
            Table(
                "Jabatan saya",
                ("Mulai", "Sampai", "Keputusan"),
                [
                    Row(
                        post.title,
                        [
                            format_date(post.starts_on),
                            format_date(last_day(post.ends_on)),
                            post.decree_number or NOTHING,
                        ],
                        meta=f"sejak {format_date(post.starts_on)}",
                    )
                    for post in posts.order_by("-starts_on")
                ],
                first="Jabatan",
                empty="Belum ada jabatan tercatat.",
            ),
            Table(
                "Cuti, usulan dan riwayat tentang saya",
                ("Buku", "Tanggal"),
                [
                    Row(
                        entry.title,
                        [entry.declaration.label, format_date(entry.occurred_on)],
                        url=entry_url(entry),
                        state=entry.declaration.state_label(entry.state),
                        tone=entry.declaration.state_tone(entry.state),
                        meta=f"{entry.declaration.label}, {format_date(entry.occurred_on)}",
                    )
                    for entry in entries
                ],
                first="Perihal",
                empty="Belum ada catatan tentang Anda.",
            ),
            Table(
                "Perjanjian kinerja saya",
                ("Tahun",),
                [
                    Row(
                        agreement.position.title,
                        [str(agreement.year)],
                        url=agreement_url(agreement),
                        state=agreement.get_state_display(),
                        tone="done",
                        meta=str(agreement.year),
                    )
                    for agreement in agreements
                ],
                first="Jabatan",
                empty="Belum ada perjanjian yang Anda tanda tangani.",
            ),
        ],
    }
    return render(request, "web/own/record.html", context)
