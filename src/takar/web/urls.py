"""Addresses of the staff pages. The year is a place: it leads every address that depends on it."""

from django.urls import URLPattern, URLResolver, include, path

from takar.web import actions, dates, office, plugins, search, today
from takar.web.books import entry as entry_page
from takar.web.books import evidence, importing, listing, printing, recording
from takar.web.own import office as own_office
from takar.web.own import record
from takar.web.performance import (
    agreements,
    binding,
    checks,
    closing,
    closing_papers,
    decree_measures,
    indicators,
    judging,
    measures,
    reading_choice,
    unit_choice,
)
from takar.web.settings import accounts, decrees, emergency, own_books, reference, starter

app_name = "web"

_Routes = list[URLPattern | URLResolver]

book: _Routes = [
    path("", listing.entries, name="entries"),
    path("catat/", recording.record, name="entry-record"),
    path("ekspor.<str:format>", printing.export, name="entries-export"),
    path("cetak.pdf", printing.book_pdf, name="entries-print"),
    path("impor/", importing.upload, name="import"),
    path("impor/contoh.xlsx", importing.template, name="import-template"),
    path("impor/<row:batch_id>/", importing.preview, name="import-preview"),
    path("aksi/<slug:action_slug>/", actions.act_on_many, name="action-many"),
]

entry: _Routes = [
    path("", entry_page.show, name="entry"),
    *plugins.entry_routes,
    path("<slug:slug>/", actions.act, name="action"),
    path("<slug:slug>/<str:part>/", actions.act, name="action-part"),
]

of_year: _Routes = [
    path("", today.today, name="today"),
    path("cari/", search.search, name="search"),
    path("tanggal/", dates.understood, name="date-read"),
    path("buku/<slug:slug>/", include(book)),
    path("indikator/", indicators.overview, name="indicators"),
    path("indikator/pemeriksaan/", checks.overview, name="checks"),
    path("indikator/pemeriksaan/<slug:key>/", checks.entries, name="check-entries"),
    path("indikator/<row:no>/", indicators.show, name="indicator"),
    path("indikator/<row:no>/capaian/", judging.choose, name="indicator-judging"),
    path("indikator/<row:no>/ukuran/", binding.bind, name="indicator-bind"),
    path("indikator/<row:no>/bacaan/", reading_choice.choose, name="indicator-reading"),
    path("indikator/<row:no>/satuan/", unit_choice.choose, name="indicator-unit"),
    path("ukuran/", measures.overview, name="measures"),
    path("ukuran/baru/", measures.new, name="measure-new"),
    path("ukuran/<slug:code>/", measures.show, name="measure"),
    path("ukuran/<slug:code>/ubah/", measures.edit, name="measure-edit"),
    path("penutupan/", closing.overview, name="closings"),
    path("penutupan/<str:code>/", closing.show, name="closing"),
    path("penutupan/<str:code>/daftar-isi/<row:seq>.json", closing.manifest, name="closing-manifest"),
    path("penutupan/<str:code>/cetak.pdf", closing_papers.print_numbers, name="closing-numbers"),
    path("penutupan/<str:code>/titik-periksa.txt", closing_papers.checkpoint, name="closing-checkpoint"),
    path("penutupan/<str:code>/<row:no>/", closing.value, name="closing-value"),
    path("penutupan/<str:code>/<row:no>/ekspor.xlsx", closing.export, name="closing-value-export"),
    path("indikator/<row:no>/ekspor.xlsx", indicators.export, name="indicator-export"),
    path("indikator/<row:no>/orang/", indicators.people_of, name="indicator-people"),
    path("perjanjian/", agreements.overview, name="agreements"),
    path("perjanjian/<row:agreement_id>/", agreements.show, name="agreement"),
    path("perjanjian/<row:agreement_id>/cetak.pdf", agreements.pdf, name="agreement-print"),
    *plugins.year_routes,
    path("kantor/", office.office, name="office"),
    path("pengaturan/", reference.overview, name="settings"),
    path("pengaturan/keputusan/", decrees.overview, name="decrees"),
    path("pengaturan/keputusan/<row:decree_id>/", decrees.show, name="decree"),
    path("pengaturan/keputusan/<row:decree_id>/ukuran/", decree_measures.overview, name="decree-measures"),
    path("pengaturan/muat-data-awal/", starter.load, name="starter"),
    path("pengaturan/buku-sendiri/", own_books.overview, name="own-books"),
    path("pengaturan/buku-sendiri/baru/", own_books.declare, name="own-book-new"),
    path("pengaturan/buku-sendiri/pratinjau/", own_books.preview, name="own-book-preview-new"),
    path("pengaturan/buku-sendiri/<row:pk>/", own_books.revise, name="own-book"),
    path("pengaturan/buku-sendiri/<row:pk>/pratinjau/", own_books.preview, name="own-book-preview"),
    path("pengaturan/buku-sendiri/<row:pk>/tutup/", own_books.turn, name="own-book-turn"),
    path("pengaturan/akun/", accounts.overview, name="accounts"),
    path("pengaturan/akun/baru/", accounts.new, name="account-new"),
    path("pengaturan/akun/tanpa-jabatan/", accounts.idle, name="accounts-idle"),
    path("pengaturan/akun/<row:pk>/", accounts.show, name="account"),
    path("pengaturan/akses-darurat/", emergency.overview, name="emergency"),
    path("pengaturan/akses-darurat/<row:pk>/", emergency.views, name="emergency-views"),
    path("pengaturan/<slug:slug>/", reference.listing, name="reference"),
    path("pengaturan/<slug:slug>/baru/", reference.edit, name="reference-new"),
    path("pengaturan/<slug:slug>/<row:pk>/", reference.edit, name="reference-edit"),
]

urlpatterns: _Routes = [
    path("", today.home, name="home"),
    path("saya/", record.show, name="own-record"),
    path("pilih-kantor/", own_office.choose, name="choose-office"),
    path("menunggu/", today.waiting_badge, name="waiting"),
    path("bukti/<row:evidence_id>/", evidence.show, name="evidence"),
    path("bukti/<row:evidence_id>/kecil.jpg", evidence.preview, name="evidence-preview"),
    path("<book_year:year>/entri/<row:entry_id>/", include(entry)),
    path("<year:year>/", include(of_year)),
]
