"""What documents and dossiers add to the pages: panels, the calendar and what it asks for."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.documents.book import WorkDocuments
from takar.registers.dossiers.book import DossierChecks
from takar.web.documents import pages, schedule
from takar.web.plugins import MenuEntry, menu, panel, waiting_sources, year_routes

panel(WorkDocuments)(pages.work_document)
panel(DossierChecks)(pages.dossier_check)
menu.append(MenuEntry(Group.DOCUMENTS, "Jadwal dokumen", "documents-schedule", "calendar-clock"))
waiting_sources.append(pages.waiting)
year_routes.append(path("jadwal-dokumen/", schedule.schedule, name="documents-schedule"))
