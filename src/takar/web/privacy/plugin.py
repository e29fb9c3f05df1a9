"""What the protection of personal data adds to the pages: its register, its readers, requests of the people."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.web.plugins import MenuEntry, menu, waiting_sources, year_routes
from takar.web.privacy import person, readers, register, requests, review

menu.append(MenuEntry(Group.PERSONNEL, "Pembaca data", "readers", "eye"))
waiting_sources.append(requests.waiting)
_AT = "pengaturan/data-pribadi/"
year_routes.extend([
    path(_AT, register.overview, name="personal-data"),
    path(f"{_AT}daftar.csv", register.as_csv, name="personal-data-csv"),
    path(f"{_AT}pembaca/", readers.overview, name="readers"),
    path(f"{_AT}pembaca/ekspor.csv", readers.as_csv, name="readers-csv"),
    path(f"{_AT}masa-simpan/", review.overview, name="retention-review"),
    path(f"{_AT}permintaan/", requests.overview, name="data-requests"),
    path(f"{_AT}permintaan/<row:pk>/", requests.answer, name="data-request"),
    path(f"{_AT}laporan/", person.ask, name="person-report"),
    path(f"{_AT}<slug:code>/ubah/", register.edit, name="personal-data-edit"),
])  # fmt: skip
