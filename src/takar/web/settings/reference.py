"""Pengaturan: the office's own reference data, one list and one form for all kinds of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.agreements.achievement import shipped_rule, write_classes
from takar.agreements.models import AchievementRule
from takar.catalogue.models import Decree
from takar.kernel import clock
from takar.kernel.access import get_visible, may, require, visible
from takar.kernel.columns import LastDayField, last_day
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import format_amount
from takar.kernel.money import MoneyField
from takar.ledger.books import books_of
from takar.ledger.display import as_text
from takar.ledger.fields import date_field, decimal_field
from takar.ledger.forms import reference_field
from takar.ledger.models import BookKeeper, BookReach, NumberFormat
from takar.organisation.access import oversees_accounts, reads_numbers_of_staff
from takar.organisation.models import Assignment, CalendarDay, Office, Person, Position, Unit, User, Village
from takar.organisation.services import save_reference
from takar.registers.counter.models import ServiceType
from takar.registers.custom.models import CustomBook
from takar.registers.documents.models import DocumentSchedule, Guideline
from takar.registers.dossiers.models import DossierChecklist
from takar.registers.finance.models import FinanceRule
from takar.registers.goods.models import Room, StockItem
from takar.registers.mail.models import FilingCode
from takar.web.http import StaffRequest

FORBIDDEN = "Pengaturan diubah oleh pengelola pengaturan kantor."


@dataclass(frozen=True)
class Kind:
    """A kind of reference data: what is listed and what its form asks."""

    slug: str
    model: type[models.Model]
    label: str
    lead: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    shared: bool = False
    """Shared by all offices: shown, not changed here."""
    initial: Callable[[], dict[str, Any]] | None = None
    """What the form of a new row says before anything is typed."""


def _usual_rule() -> dict[str, Any]:
    """The classes in force until the office writes its own, to be corrected rather than typed."""
    today = clock.today()
    return {
        "valid_from": today.replace(month=1, day=1),
        "classes": write_classes(shipped_rule(today).classes),
    }


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "kantor",
            Office,
            "Kantor",
            "Nama, alamat dan tempat yang tercetak pada dokumen.",
            ("name", "regency", "address"),
            ("name", "regency", "province", "seat", "address", "contact"),
        ),
        Kind(
            "jabatan",
            Position,
            "Jabatan",
            "Siapa melapor kepada siapa. Jabatan tidak dihapus; isi tanggal bila tidak dipakai lagi.",
            ("title", "level", "reports_to", "operator", "second_factor", "retired_on"),
            ("title", "level", "unit", "reports_to", "order", "operator", "second_factor", "retired_on"),
        ),
        Kind(
            "pegawai",
            Person,
            "Pegawai",
            "Orang yang bekerja di kantor, dengan atau tanpa NIP.",
            ("name", "nip", "rank", "retired_on"),
            ("name", "nip", "rank", "retired_on"),
        ),
        Kind(
            "penugasan",
            Assignment,
            "Penugasan",
            "Siapa memegang jabatan apa, sejak dan sampai kapan, termasuk Plt. dan Plh.",
            ("position", "person", "capacity", "starts_on", "ends_on"),
            ("position", "person", "capacity", "starts_on", "ends_on", "decree_number"),
        ),
        Kind(
            "unit",
            Unit,
            "Unit kerja",
            "Sekretariat, seksi dan sub bagian.",
            ("name", "parent", "retired_on"),
            ("name", "parent", "retired_on"),
        ),
        Kind(
            "desa",
            Village,
            "Desa",
            "Desa di wilayah kecamatan dengan kode resminya.",
            ("code", "bps_code", "name", "retired_on"),
            ("code", "bps_code", "name", "retired_on"),
        ),
        Kind(
            "kalender",
            CalendarDay,
            "Kalender kerja",
            "Cuti bersama, libur setempat, atau hari kerja pengganti. Hari libur nasional sudah diketahui.",
            ("day", "kind", "name"),
            ("day", "kind", "name"),
        ),
        Kind(
            "pemegang-buku",
            BookKeeper,
            "Pemegang buku",
            "Jabatan yang mencatat dalam tiap buku. Atasannya boleh ikut mencatat.",
            ("book", "position"),
            ("book", "position"),
        ),
        Kind(
            "pembaca-buku",
            BookReach,
            "Pembaca buku",
            "Buku berisi data warga atau pegawai dibaca pemegangnya, unitnya, atasannya dan pimpinan. Tambah baris "
            "untuk membuka atau menutup sebuah buku; angkanya tetap dihitung.",
            ("book", "reads"),
            ("book", "reads"),
        ),
        Kind(
            "susunan-nomor",
            NumberFormat,
            "Susunan nomor",
            "Bentuk nomor tiap buku dan jenis surat.",
            ("book", "kind", "template", "own_series"),
            ("book", "kind", "template", "own_series"),
        ),
        Kind(
            "barang",
            StockItem,
            "Barang persediaan",
            "Barang pakai habis yang disimpan dan dikeluarkan kantor.",
            ("name", "unit", "category", "code", "minimum", "retired_on"),
            ("name", "unit", "category", "code", "minimum", "retired_on"),
        ),
        Kind(
            "ruangan",
            Room,
            "Ruangan",
            "Ruangan kantor tempat aset berada, dengan penanggung jawabnya untuk kartu inventaris ruangan.",
            ("code", "name", "keeper", "retired_on"),
            ("code", "name", "keeper", "retired_on"),
        ),
        Kind(
            "jadwal-dokumen",
            DocumentSchedule,
            "Jadwal dokumen",
            "Dokumen yang harus ada tiap tahun, triwulan atau bulan, batas waktunya dan penanggung jawabnya.",
            ("name", "every", "due_month", "due_day", "position", "verified", "retired_on"),
            (
                *("name", "kind", "area", "every", "due_month", "due_day", "due_year", "position"),
                *("reminder_days", "first_year", "legal_basis", "verified", "retired_on"),
            ),
        ),
        Kind(
            "pedoman-dokumen",
            Guideline,
            "Pedoman dokumen",
            "Butir yang harus terpenuhi agar dokumen dinyatakan sesuai pedoman, menurut jenis dan masa berlaku.",
            ("name", "kind", "legal_basis", "valid_from", "valid_until", "verified"),
            ("kind", "name", "legal_basis", "valid_from", "valid_until", "points", "verified", "retired_on"),
        ),
        Kind(
            "aturan-capaian",
            AchievementRule,
            "Aturan capaian",
            "Kelas capaian dan batas tertingginya, menurut masa berlaku. Selama belum ada baris di sini "
            "dipakai kelas bawaan, yang terisi pada formulir tambah; cocokkan dengan aturan kabupaten.",
            ("valid_from", "classes", "cap", "legal_basis", "verified", "retired_on"),
            ("valid_from", "classes", "cap", "legal_basis", "verified", "retired_on"),
            initial=_usual_rule,
        ),
        Kind(
            "kelengkapan-berkas",
            DossierChecklist,
            "Kelengkapan berkas",
            "Kelengkapan tiap jenis berkas administrasi pemerintahan yang diperiksa kecamatan.",
            ("name", "kind", "legal_basis", "valid_from", "valid_until", "verified"),
            ("kind", "name", "legal_basis", "valid_from", "valid_until", "points", "verified", "retired_on"),
        ),
        Kind(
            "layanan",
            ServiceType,
            "Jenis layanan",
            "Standar pelayanan: persyaratan, lama proses, biaya dan masa berlaku. Standar baru adalah baris baru.",
            ("name", "category", "promise", "promise_unit", "fee", "valid_from", "valid_until", "verified"),
            (
                "code",
                "name",
                "category",
                "legal_basis",
                "requirements",
                "promise",
                "promise_unit",
                "fee",
                "official",
                "valid_from",
                "valid_until",
                "verified",
            ),
        ),
        Kind(
            "aturan-keuangan",
            FinanceRule,
            "Aturan keuangan",
            "Batas dan tenggat setempat untuk UP, GU, TU, SPJ dan laporan. Yang kosong memakai nilai awal.",
            ("code", "value", "valid_from", "legal_basis", "verified", "retired_on"),
            ("code", "value", "valid_from", "legal_basis", "verified", "retired_on"),
        ),
        Kind(
            "klasifikasi-arsip",
            FilingCode,
            "Klasifikasi arsip",
            "Kode untuk nomor surat dan arsip beserta retensinya; berlaku bagi semua kantor.",
            ("code", "name", "scheme", "active_years", "inactive_years", "fate", "verified"),
            (),
            shared=True,
        ),
    )
}


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise NotFound("Pengaturan ini tidak ada.")
    return KINDS[slug]


def overview(request: StaffRequest, year: int) -> HttpResponse:
    context = {
        "year": year,
        "kinds": [
            {
                "label": kind.label,
                "lead": kind.lead,
                "url": reverse("web:reference", args=[year, kind.slug]),
                "count": visible(request.actor, kind.model).count(),
            }
            for kind in KINDS.values()
        ],
        "decrees_url": reverse("web:decrees", args=[year]),
        "decrees": visible(request.actor, Decree).count(),
        "own_books_url": reverse("web:own-books", args=[year])
        if may(request.actor, "change", CustomBook)
        else "",
        "accounts_url": reverse("web:accounts", args=[year]) if oversees_accounts(request.actor) else "",
        "accounts": visible(request.actor, User).count(),
        "own_books": visible(request.actor, CustomBook).count(),
        "personal_data_url": reverse("web:personal-data", args=[year]),
    }
    return render(request, "web/settings/overview.html", context)


def listing(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    kind = _kind(slug)
    editable = not kind.shared and may(request.actor, "change", kind.model)
    columns = _columns(kind, request)
    names = [f for f in columns if isinstance(kind.model._meta.get_field(f), models.ForeignKey)]
    rows = visible(request.actor, kind.model).select_related(*names)
    books = {book.code: book.label for book in books_of(request.actor.office)}
    context = {
        "year": year,
        "kind": kind,
        "columns": [_label(kind, name) for name in columns],
        "rows": [
            {
                "cells": [_text(row, name, books) for name in columns],
                "url": reverse("web:reference-edit", args=[year, slug, row.pk]) if editable else "",
                "retired": getattr(row, "retired_on", None) is not None,
            }
            for row in rows
        ],
        "new_url": reverse("web:reference-new", args=[year, slug])
        if editable and kind.model is not Office
        else "",
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/settings/list.html", context)


def _columns(kind: Kind, request: StaffRequest) -> tuple[str, ...]:
    """NIP and rank are for those whose work needs everybody's (UU 27/2022)."""
    if kind.model is not Person or reads_numbers_of_staff(request.actor):
        return kind.columns
    return tuple(name for name in kind.columns if name not in {"nip", "rank"})


def _label(kind: Kind, name: str) -> str:
    label = str(getattr(kind.model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _text(row: models.Model, name: str, books: Mapping[str, str]) -> str:
    if name == "book":
        return books.get(getattr(row, name), getattr(row, name))
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    field = row._meta.get_field(name)
    if isinstance(field, LastDayField):
        value = last_day(value)
    return format_amount(value) if isinstance(field, MoneyField) else as_text(value)


def edit(request: StaffRequest, year: int, slug: str, pk: int | None = None) -> HttpResponse:
    kind = _kind(slug)
    if kind.shared or (pk is None and kind.model is Office):
        raise NotFound("Data ini tidak diubah dari sini.")
    require(request.actor, "change", kind.model, FORBIDDEN)
    row = get_visible(request.actor, kind.model, pk=pk) if pk is not None else kind.model()
    if pk is None:
        _own(row, request)
    form = _form(kind, request)(
        request.POST or None,
        instance=row,
        initial=kind.initial() if kind.initial is not None and pk is None else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_reference(row=form.instance, actor=request.actor, forbidden=FORBIDDEN)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"{kind.label} tersimpan.")
            return redirect("web:reference", year=year, slug=slug)
    context = {
        "year": year,
        "kind": kind,
        "title": f"Ubah {kind.label.lower()}" if pk else f"Tambah {kind.label.lower()}",
        "form": form,
        "back_url": reverse("web:reference", args=[year, slug]),
    }
    failed = request.method == "POST"
    return render(request, "web/settings/form.html", context, status=422 if failed else 200)


def _own(row: models.Model, request: StaffRequest) -> None:
    """A new row belongs to the actor's office."""
    if any(field.name == "office" for field in row._meta.fields):
        row.office_id = request.actor.office_id  # type: ignore[attr-defined]


class NipField(forms.CharField):
    """A NIP as it is printed, in four groups, or without spaces; the person's rules judge the digits."""

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


def _form(kind: Kind, request: StaffRequest) -> type[forms.ModelForm[Any]]:
    """A model form whose choices are what the actor may see."""

    def build(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
        label = _label(kind, field.name)
        common: dict[str, Any] = {"label": label, "help_text": field.help_text, "required": not field.blank}
        if field.name == "book":
            return forms.ChoiceField(
                choices=[(b.code, b.label) for b in books_of(request.actor.office)], **common
            )
        if isinstance(field, models.ForeignKey):
            return reference_field(request.actor, field, **common)
        if isinstance(field, models.DateField):
            return date_field(field, **common)
        if isinstance(field, models.DecimalField):
            return decimal_field(field, **common)
        if field.name == "nip":
            return NipField(**common)
        made = field.formfield(**kwargs)
        if made is not None:
            made.label = label
        return made

    return forms.modelform_factory(kind.model, fields=list(kind.fields), formfield_callback=build)
