"""Addresses of the staff pages. The year is a place: it leads every address that depends on it."""

from django.urls import URLPattern, URLResolver, include, path

from takar.web import actions, dates, office, plugins, search, today
from takar.web.books import entry as entry_page
from takar.web.books import evidence, importing, listing, printing, recording
from takar.web.converters import register_converters
from takar.web.goods import counts, inventory, stock, supply, vehicles
from takar.web.own import office as own_office
from takar.web.own import record
from takar.web.performance import agreements, binding, checks, closing, indicators, judging, measures
from takar.web.personnel import employees, leave, lists, recaps
from takar.web.privacy import person, readers, register, review
from takar.web.privacy import requests as data_requests
from takar.web.services import checking as requests
from takar.web.services import counter
from takar.web.settings import accounts, decrees, emergency, own_books, reference, starter
from takar.web.survey import results

app_name = "web"


register_converters()

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
    path("periksa-berkas/", requests.check, name="request-check"),
    path("pertimbangan/", leave.consider, name="leave-consider"),
    path("formulir-cuti.pdf", leave.form_pdf, name="leave-form"),
    path("berkas/", lists.papers, name="proposal-papers"),
    path("laporan-skm.pdf", results.pdf, name="survey-report-print"),
    path("rincian/", recaps.fill, name="recap-fill"),
    path("hitung-ulang/", lists.compute_again, name="edition-compute"),
    path("daftar.pdf", lists.pdf, name="personnel-print"),
    path("setujui-permintaan/", supply.approve, name="supply-approve"),
    path("keluarkan/", supply.issue, name="supply-issue"),
    path("hitungan/", counts.fill, name="count-fill"),
    path("sahkan-opname/", counts.approve, name="count-approve"),
    path("opname.pdf", counts.pdf, name="count-print"),
    path("bayar/", vehicles.pay, name="renewal-pay"),
    path("laporan-barang.pdf", inventory.report, name="inventory-report-print"),
    *plugins.entry_routes,
    path("<slug:slug>/", actions.act, name="action"),
    path("<slug:slug>/<str:part>/", actions.act, name="action-part"),
]

of_year: _Routes = [
    path("", today.today, name="today"),
    path("cari/", search.search, name="search"),
    path("tanggal/", dates.understood, name="date-read"),
    path("buku/<slug:slug>/", include(book)),
    path("persediaan/", stock.balances, name="stock"),
    path("persediaan/minta/", supply.ask, name="supply-ask"),
    path("persediaan/daftar.pdf", stock.list_print, name="stock-print"),
    path("persediaan/pakai-habis.pdf", stock.consumables_print, name="consumables-print"),
    path("persediaan/<row:item_id>/", stock.card, name="stock-card"),
    path("persediaan/<row:item_id>/kartu.pdf", stock.card_print, name="stock-card-print"),
    path("inventaris/", inventory.overview, name="inventory"),
    path("inventaris/buku.pdf", inventory.book_pdf, name="inventory-print"),
    path("inventaris/label.pdf", inventory.labels, name="asset-labels"),
    path("inventaris/ruangan/<row:room_id>/kir.pdf", inventory.room_card, name="room-print"),
    path("kendaraan/", vehicles.overview, name="vehicles"),
    path("antrean/", counter.queue, name="queue"),
    path("skm/", results.overview, name="survey"),
    path("kepegawaian/pegawai/", employees.overview, name="employees"),
    path("kepegawaian/pegawai/<row:pk>/", employees.card, name="employee"),
    path("kepegawaian/pegawai/<row:pk>/ubah/", employees.edit, name="employee-edit"),
    path("kepegawaian/pegawai/<row:pk>/<slug:slug>/", employees.history, name="employee-history-new"),
    path(
        "kepegawaian/pegawai/<row:pk>/<slug:slug>/<row:row_id>/",
        employees.history,
        name="employee-history-edit",
    ),
    path("kepegawaian/penjagaan/", lists.watch, name="watch"),
    path("kepegawaian/duk/", lists.seniority, name="seniority"),
    path("kepegawaian/cuti/", leave.mine, name="leave"),
    path("indikator/", indicators.overview, name="indicators"),
    path("indikator/pemeriksaan/", checks.overview, name="checks"),
    path("indikator/pemeriksaan/<slug:key>/", checks.entries, name="check-entries"),
    path("indikator/<row:no>/", indicators.show, name="indicator"),
    path("indikator/<row:no>/capaian/", judging.choose, name="indicator-judging"),
    path("indikator/<row:no>/ukuran/", binding.bind, name="indicator-bind"),
    path("ukuran/", measures.overview, name="measures"),
    path("ukuran/baru/", measures.new, name="measure-new"),
    path("ukuran/<slug:code>/", measures.show, name="measure"),
    path("ukuran/<slug:code>/ubah/", measures.edit, name="measure-edit"),
    path("penutupan/", closing.overview, name="closings"),
    path("penutupan/<str:code>/", closing.show, name="closing"),
    path("penutupan/<str:code>/<row:no>/", closing.value, name="closing-value"),
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
    path("pengaturan/muat-data-awal/", starter.load, name="starter"),
    path("pengaturan/buku-sendiri/", own_books.overview, name="own-books"),
    path("pengaturan/buku-sendiri/baru/", own_books.declare, name="own-book-new"),
    path("pengaturan/buku-sendiri/pratinjau/", own_books.preview, name="own-book-preview-new"),
    path("pengaturan/buku-sendiri/<row:pk>/", own_books.revise, name="own-book"),
    path("pengaturan/buku-sendiri/<row:pk>/pratinjau/", own_books.preview, name="own-book-preview"),
    path("pengaturan/buku-sendiri/<row:pk>/tutup/", own_books.turn, name="own-book-turn"),
    path("pengaturan/data-pribadi/", register.overview, name="personal-data"),
    path("pengaturan/data-pribadi/daftar.csv", register.as_csv, name="personal-data-csv"),
    path("pengaturan/data-pribadi/pembaca/", readers.overview, name="readers"),
    path("pengaturan/data-pribadi/pembaca/ekspor.csv", readers.as_csv, name="readers-csv"),
    path("pengaturan/data-pribadi/masa-simpan/", review.overview, name="retention-review"),
    path("pengaturan/data-pribadi/permintaan/", data_requests.overview, name="data-requests"),
    path("pengaturan/data-pribadi/permintaan/<row:pk>/", data_requests.answer, name="data-request"),
    path("pengaturan/data-pribadi/laporan/", person.ask, name="person-report"),
    path("pengaturan/data-pribadi/<slug:code>/ubah/", register.edit, name="personal-data-edit"),
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
