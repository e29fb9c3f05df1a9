"""A page of a failure never promises what is not so."""

from __future__ import annotations

import errno
from typing import Any
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.db.utils import OperationalError
from django.test import Client

from takar.ledger.books import book_named
from takar.registers.mail.models import IncomingLetter
from takar.web.recorded_so_far import is_disk_full
from tests.factories import Cast, disposition_of, values_for
from tests.web.conftest import SignedIn
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see, typed

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/2026/buku/surat-masuk/catat/"
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def client_of(cast: Cast, signed_in: SignedIn, midyear: None) -> Client:
    client = signed_in(cast.clerk)
    client.raise_request_exception = False
    return client


def send(client: Client, cast: Cast, **more: Any) -> Screen:
    values = typed(values_for(book_named("incoming_letter"), cast.office))
    return Screen(client.post(ADDRESS, see(client, ADDRESS).form() | values | more))


def letters(cast: Cast) -> int:
    return IncomingLetter.objects.filter(office=cast.office).count()


def test_a_full_disk_below_the_file_records_neither(cast: Cast, client_of: Client) -> None:
    with mock.patch.object(default_storage._wrapped, "_save", side_effect=FULL):
        page = send(client_of, cast, **{"bukti-file": pdf_upload("x")})
    assert (page.status, letters(cast)) == (507, 0)
    assert "Penyimpanan server penuh" in page.title
    assert "Tidak ada entri yang tercatat dari kiriman ini" in page.html


def test_a_full_disk_below_the_database_records_nothing(cast: Cast, client_of: Client) -> None:
    full = OperationalError("database or disk is full")
    with mock.patch("takar.ledger.chain._lock_head", side_effect=full):
        page = send(client_of, cast)
    assert (page.status, letters(cast)) == (507, 0)
    assert "Tidak ada entri yang tercatat" in page.html


def test_a_full_disk_does_not_keep_anybody_from_reading(
    cast: Cast, signed_in: SignedIn, midyear: None
) -> None:
    """Opening a disposition takes note that it was read; without room the page opens all the same."""
    given = disposition_of(cast)
    full = OperationalError("database or disk is full")
    with mock.patch("takar.registers.mail.services.mark_read", side_effect=full) as noted:
        page = see(signed_in(cast.section_head), f"/2026/entri/{given.pk}/")
    assert noted.called
    assert given.title in page.text


def test_an_error_after_the_commit_names_what_was_recorded(cast: Cast, client_of: Client) -> None:
    with mock.patch("takar.web.books.recording._recorded", side_effect=FULL):
        page = send(client_of, cast)
    assert (page.status, letters(cast)) == (507, 1)
    assert "Sudah tersimpan sebelum gangguan: surat masuk nomor 1." in page.html
    with mock.patch("takar.web.books.recording._recorded", side_effect=RuntimeError):
        page = send(client_of, cast)
    assert (page.status, letters(cast)) == (500, 2)
    assert "Sudah tersimpan sebelum gangguan: surat masuk nomor 2." in page.html


def test_what_an_earlier_request_recorded_is_not_told_again(cast: Cast, client_of: Client) -> None:
    assert send(client_of, cast).status == 302
    with mock.patch("takar.web.books.recording.record_with_files", side_effect=RuntimeError):
        page = send(client_of, cast)
    assert (page.status, letters(cast)) == (500, 1)
    assert "Sudah tersimpan" not in page.html
    assert "periksa daftarnya sebelum mencatat lagi" in page.html


def test_a_page_that_was_only_read_says_nothing_about_storing(cast: Cast, client_of: Client) -> None:
    with mock.patch("takar.web.books.recording.form_class", side_effect=RuntimeError):
        page = Screen(client_of.get(ADDRESS))
    assert page.status == 500
    assert "tersimpan" not in page.html


class DiskFull(Exception):
    sqlstate = "53100"


def test_a_full_disk_is_known_by_every_name_it_has() -> None:
    wrapped = OperationalError("could not extend file")
    wrapped.__cause__ = DiskFull()
    for error in (FULL, OSError(errno.EDQUOT, ""), OperationalError("database or disk is full"), wrapped):
        assert is_disk_full(error)
    for other in (None, OSError(errno.EACCES, ""), OperationalError("database is locked"), ValueError()):
        assert not is_disk_full(other)
