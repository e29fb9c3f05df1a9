"""What an honest check finds in every office: each September one attendance list under four documents."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from takar.demo.agenda import Diary, at
from takar.demo.cast import Cast
from takar.demo.evidence import Papers
from takar.kernel import clock
from takar.ledger.evidence import attach
from takar.registers.documents.models import WorkDocument

SHARED = 4


def build(*, cast: Cast, diary: Diary, papers: Papers, years: range) -> None:
    for year in years:
        day = diary.days.after(date(year, 9, 17), 1)
        diary.plan(at(day, time(15, 5)), partial(_one_list_for_all, cast, papers, year))


def _one_list_for_all(cast: Cast, papers: Papers, year: int) -> None:
    author = cast.actor("pembangunan")
    assert author.person_id is not None
    bare = WorkDocument.objects.filter(
        year=year, person_id=author.person_id, evidence=None, state="approved"
    ).order_by("-occurred_on", "-pk")[:SHARED]
    if len(bare) < SHARED:
        return
    paper = papers.draw(
        name="daftar-hadir", head=str(cast.office), number="", on=clock.today(),
        subject="Daftar hadir rapat koordinasi pembangunan", to="Camat Gedangan",
        rng=Random(f"{year}/daftar hadir"),
    )  # fmt: skip
    content = paper.read()
    for document in bare:
        upload = SimpleUploadedFile("daftar-hadir.pdf", content, content_type="application/pdf")
        attach(entry=document, actor=author, upload=upload, caption="Daftar hadir")
