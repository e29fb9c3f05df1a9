"""Addresses of the staff pages. The year is a place: it leads every address that depends on it."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import IntConverter

from takar.web import office, search, today
from takar.web.books import entry as entry_page
from takar.web.books import evidence, importing, listing, printing, recording
from takar.web.documents import checking, schedule
from takar.web.goods import stock
from takar.web.mail import archiving, dispositions, reserving
from takar.web.performance import agreements, indicators
from takar.web.personnel import employees, leave, lists, recaps
from takar.web.services import checking as requests
from takar.web.services import counter
from takar.web.settings import decrees, own_books, reference, starter
from takar.web.survey import results

app_name = "web"


class YearConverter(IntConverter):
    """A year that has a first and a last day here; other numbers lead to no page."""

    def to_python(self, value: str) -> int:
        year = super().to_python(value)
        if not 1 <= year <= 9998:
            raise ValueError
        return year


register_converter(YearConverter, "year")

_Routes = list[URLPattern | URLResolver]

book: _Routes = [
    path("", listing.entries, name="entries"),
    path("catat/", recording.record, name="entry-record"),
    path("ekspor.<str:format>", printing.export, name="entries-export"),
    path("cetak.pdf", printing.book_pdf, name="entries-print"),
    path("impor/", importing.upload, name="import"),
    path("impor/contoh.xlsx", importing.template, name="import-template"),
    path("impor/<int:batch_id>/", importing.preview, name="import-preview"),
]

entry: _Routes = [
    path("", entry_page.show, name="entry"),
    path("ubah/", recording.correct, name="entry-correct"),
    path("batal/", entry_page.cancel, name="entry-cancel"),
    path("langkah/<str:what>/", entry_page.advance, name="entry-advance"),
    path("lengkap/<str:field>/", entry_page.disclose, name="entry-disclose"),
    path("riwayat/<int:milestone_id>/", entry_page.mend, name="milestone-mend"),
    path("bukti/", evidence.attach, name="evidence-attach"),
    path("disposisi/", dispositions.dispose, name="letter-dispose"),
    path("teruskan/", dispositions.pass_on, name="disposition-pass-on"),
    path("lembar-disposisi.pdf", dispositions.sheet, name="disposition-sheet"),
    path("arsipkan/", archiving.archive, name="letter-archive"),
    path("isi/", reserving.fill, name="letter-fill"),
    path("periksa/", checking.check_document, name="document-check"),
    path("kembalikan/", checking.return_document, name="document-return"),
    path("versi/", checking.new_version, name="document-version"),
    path("kelengkapan/", checking.check_dossier, name="dossier-check"),
    path("periksa-berkas/", requests.check, name="request-check"),
    path("pertimbangan/", leave.consider, name="leave-consider"),
    path("berkas/", lists.papers, name="proposal-papers"),
    path("rincian/", recaps.fill, name="recap-fill"),
    path("hitung-ulang/", lists.compute_again, name="edition-compute"),
    path("daftar.pdf", lists.pdf, name="personnel-print"),
]

of_year: _Routes = [
    path("", today.today, name="today"),
    path("cari/", search.search, name="search"),
    path("buku/surat-keluar/cadangkan/", reserving.reserve, name="letter-reserve"),
    path("buku/<slug:slug>/", include(book)),
    path("entri/<int:entry_id>/", include(entry)),
    path("persediaan/", stock.balances, name="stock"),
    path("jadwal-dokumen/", schedule.schedule, name="documents-schedule"),
    path("antrean/", counter.queue, name="queue"),
    path("skm/", results.overview, name="survey"),
    path("kepegawaian/pegawai/", employees.overview, name="employees"),
    path("kepegawaian/pegawai/<int:pk>/", employees.card, name="employee"),
    path("kepegawaian/pegawai/<int:pk>/ubah/", employees.edit, name="employee-edit"),
    path("kepegawaian/pegawai/<int:pk>/<slug:slug>/", employees.history, name="employee-history-new"),
    path(
        "kepegawaian/pegawai/<int:pk>/<slug:slug>/<int:row_id>/",
        employees.history,
        name="employee-history-edit",
    ),
    path("kepegawaian/penjagaan/", lists.watch, name="watch"),
    path("kepegawaian/duk/", lists.seniority, name="seniority"),
    path("kepegawaian/cuti/", leave.mine, name="leave"),
    path("indikator/", indicators.overview, name="indicators"),
    path("indikator/<int:no>/", indicators.show, name="indicator"),
    path("indikator/<int:no>/ekspor.xlsx", indicators.export, name="indicator-export"),
    path("perjanjian/", agreements.overview, name="agreements"),
    path("perjanjian/<int:agreement_id>/", agreements.show, name="agreement"),
    path("perjanjian/<int:agreement_id>/cetak.pdf", agreements.pdf, name="agreement-print"),
    path("kantor/", office.office, name="office"),
    path("pengaturan/", reference.overview, name="settings"),
    path("pengaturan/keputusan/", decrees.overview, name="decrees"),
    path("pengaturan/keputusan/<int:decree_id>/", decrees.show, name="decree"),
    path("pengaturan/muat-data-awal/", starter.load, name="starter"),
    path("pengaturan/buku-sendiri/", own_books.overview, name="own-books"),
    path("pengaturan/buku-sendiri/baru/", own_books.declare, name="own-book-new"),
    path("pengaturan/buku-sendiri/pratinjau/", own_books.preview, name="own-book-preview-new"),
    path("pengaturan/buku-sendiri/<int:pk>/", own_books.revise, name="own-book"),
    path("pengaturan/buku-sendiri/<int:pk>/pratinjau/", own_books.preview, name="own-book-preview"),
    path("pengaturan/buku-sendiri/<int:pk>/tutup/", own_books.turn, name="own-book-turn"),
    path("pengaturan/<slug:slug>/", reference.listing, name="reference"),
    path("pengaturan/<slug:slug>/baru/", reference.edit, name="reference-new"),
    path("pengaturan/<slug:slug>/<int:pk>/", reference.edit, name="reference-edit"),
]

urlpatterns: _Routes = [
    path("", today.home, name="home"),
    path("bukti/<int:evidence_id>/", evidence.show, name="evidence"),
    path("bukti/<int:evidence_id>/kecil.jpg", evidence.preview, name="evidence-preview"),
    path("bukti/<int:evidence_id>/tarik/", evidence.withdraw, name="evidence-withdraw"),
    path("<year:year>/", include(of_year)),
]
