"""Activities add a calendar, the map of villages reached, and what rests on a surat tugas."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.activities.book import Activities
from takar.registers.mail.book import OutgoingLetters
from takar.web.activities import calendar, coverage, pages
from takar.web.plugins import MenuEntry, menu, panel, year_routes

panel(Activities)(pages.activity)
panel(OutgoingLetters)(pages.assignment_letter)

menu += [
    MenuEntry(Group.ACTIVITIES, "Kalender kegiatan", "activities-calendar", "calendar-days"),
    MenuEntry(Group.ACTIVITIES, "Cakupan desa", "activities-coverage", "map"),
]
year_routes += [
    path("kegiatan/kalender/", calendar.month, name="activities-calendar"),
    path("kegiatan/cakupan/", coverage.village_map, name="activities-coverage"),
]
