"""What can be done to the tables behind the program's back, and which words name it afterwards.

``:letter``, ``:office`` and so on stand for the keys of rows (tests/proof/test_tampering.py, ``World``).
"""

from __future__ import annotations

# ruff: noqa: E501 - one statement a line reads best
# fmt: off
TAMPERINGS: dict[str, tuple[str, str]] = {
    # ---- milestones
    "milestone: day": ("UPDATE ledger_milestone SET \"on\" = '2026-05-03' WHERE entry_id = :letter", "Rantai"),
    "milestone: note": ("UPDATE ledger_milestone SET note = 'x' WHERE entry_id = :letter", "Rantai"),
    "milestone: name of the actor": (
        "UPDATE ledger_milestone SET actor_name = 'x' WHERE entry_id = :letter", "Rantai riwayat putus"),
    "milestone: withdrawn": ("UPDATE ledger_milestone SET withdrawn = NOT withdrawn", "Rantai"),
    "milestone deleted": ("DELETE FROM ledger_milestone WHERE entry_id = :request", "hilang"),
    "newest milestone deleted": (
        "DELETE FROM ledger_milestone WHERE entry_id = :other AND what = 'corrected'", "Kepala rantai"),
    "newest milestone deleted, head set back": (
        "UPDATE ledger_chainhead SET seq = seq - 1, hash = (SELECT previous_hash FROM ledger_milestone "
        "WHERE entry_id = :other AND what = 'corrected') WHERE office_id = :office;"
        "DELETE FROM ledger_milestone WHERE entry_id = :other AND what = 'corrected'", "Entri :other "),
    "two milestones swapped": (
        "UPDATE ledger_milestone SET seq = seq + 90000 WHERE office_id = :office;"
        "UPDATE ledger_milestone SET seq = (SELECT MIN(seq) - 90000 FROM ledger_milestone WHERE entry_id = :letter) "
        "WHERE entry_id = :other AND what = 'corrected';"
        "UPDATE ledger_milestone SET seq = seq - 90000 WHERE office_id = :office AND seq > 90000 "
        "AND id <> (SELECT MIN(id) FROM ledger_milestone WHERE entry_id = :letter)", "Rantai"),
    "head raised": ("UPDATE ledger_chainhead SET seq = seq + 1", "Kepala rantai"),
    "head deleted": ("DELETE FROM ledger_chainhead WHERE office_id = :office", "Kepala rantai mencatat 0"),
    # ---- entries
    "entry: title": ("UPDATE ledger_entry SET title = 'x' WHERE id = :letter", "kolom title"),
    "entry: area": ("UPDATE ledger_entry SET area_id = 'diklat' WHERE id = :letter", "kolom area"),
    "entry: area nobody knows": ("UPDATE ledger_entry SET area_id = 'tiada' WHERE id = :letter", "kolom area"),
    "entry: restricted": ("UPDATE ledger_entry SET restricted = NOT restricted WHERE id = :letter", "restricted"),
    "entry: year": ("UPDATE ledger_entry SET year = 2025 WHERE id = :request", "buku tahun 2025"),
    "entry: state": ("UPDATE ledger_entry SET state = 'received' WHERE id = :letter", "keadaannya"),
    "entry: number label": ("UPDATE ledger_entry SET number_label = 'x' WHERE id = :letter", "number_label"),
    "entry: recorded at": (
        "UPDATE ledger_entry SET recorded_at = '2026-05-04 03:00:00+00:00' WHERE id = :letter", "waktu pencatatannya"),
    "entry: recorded by": ("UPDATE ledger_entry SET recorded_by_id = NULL WHERE id = :letter", "pencatatnya"),
    "entry: corrections denied": ("UPDATE ledger_entry SET version = 1 WHERE id = :other", "menurut riwayat 1"),
    "entry moved to another book": (
        "UPDATE ledger_entry SET book = 'outgoing_letter' WHERE id = :letter", "Entri :letter"),
    "entry of a book nobody knows": (
        "UPDATE ledger_entry SET book = 'tiada' WHERE id = :letter", "Entri :letter "),
    "entry moved to the neighbour": (
        "UPDATE ledger_entry SET number = 900, office_id = (SELECT id FROM organisation_office WHERE id <> :office) "
        "WHERE id = :request", "Entri :request: ada dalam riwayat"),
    "entry without the row of its book": (
        "DELETE FROM mail_incomingletter WHERE entry_ptr_id = :other", "Entri :other ("),
    "row of a book without its entry": (
        "DELETE FROM ledger_effectivemilestone WHERE entry_id = :request; DELETE FROM ledger_entry WHERE id = :request",
        "Entri :request: ada dalam riwayat"),
    "own column: topics": ("UPDATE activities_activity SET topics = '|rkpdes|'", "kolom topics"),
    "own column: service": ("UPDATE services_servicerequest SET category = 'lain'", "kolom category"),
    "own column: stock": ("UPDATE goods_stockissue SET quantity = 7 WHERE quantity = 2", "kolom quantity"),
    "own column: cash": ("UPDATE finance_cashentry SET spent = spent + 1", "kolom spent"),
    "own column: resident": ("UPDATE services_servicerequest SET nik = '1'", "kolom nik"),
    "effective row deleted": ("DELETE FROM ledger_effectivemilestone WHERE entry_id = :letter", "yang dihitung"),
    "effective row moved": ("UPDATE ledger_effectivemilestone SET month = 202601 WHERE entry_id = :letter", "yang dihitung"),
    "effective row slipped in": (
        "INSERT INTO ledger_effectivemilestone (entry_id, what, \"on\", month, office_id, book, kind, category, subject) "
        "SELECT entry_id, 'archived', \"on\", month, office_id, book, kind, category, subject "
        "FROM ledger_effectivemilestone WHERE entry_id = :other", "yang dihitung"),
    "balance of the store room": ("UPDATE goods_stockbalance SET quantity = quantity + 1", "Sisa"),
    "value on a stock card": ("UPDATE goods_stockcardline SET cost = cost + 1", "Kartu persediaan"),
    "tally raised": ("UPDATE ledger_tally SET size = size + 1", "Hitungan buku"),
    "number series lowered": ("UPDATE ledger_numberseries SET last = last - 1", "tidak urut"),
    "number series deleted": ("DELETE FROM ledger_numberseries", "tidak urut"),
    # ---- beside entries
    "participant deleted": ("DELETE FROM ledger_participant WHERE entry_id = :letter", "peserta"),
    "participant added": (
        "INSERT INTO ledger_participant (entry_id, position_id, role) SELECT :other, position_id, 'x' "
        "FROM ledger_participant WHERE entry_id = :letter", "tidak tertulis dalam riwayat"),
    "participant: another role": ("UPDATE ledger_participant SET role = 'x' WHERE entry_id = :case", "Entri :case"),
    "link deleted": ("DELETE FROM ledger_entrylink WHERE source_id = :item", "hubungan"),
    "link moved": ("UPDATE ledger_entrylink SET target_id = :other WHERE source_id = :item", "hubungan"),
    # ---- evidence
    "evidence deleted": ("DELETE FROM ledger_evidence WHERE id = :evidence", "Entri :letter: bukti"),
    "evidence withdrawn": (
        "UPDATE ledger_evidence SET withdrawn_at = added_at WHERE id = :evidence", "ditarik tanpa catatan"),
    "evidence moved to another entry": (
        "UPDATE ledger_evidence SET entry_id = :other WHERE id = :evidence", "dipindahkan ke entri :other"),
    "evidence forged": (
        "INSERT INTO ledger_evidence (entry_id, file_id, name, caption, added_at) SELECT :other, file_id, name, "
        "'', added_at FROM ledger_evidence WHERE id = :evidence", "Entri :other: bukti"),
    "evidence: another name": ("UPDATE ledger_evidence SET name = 'x' WHERE id = :evidence", "kolom name"),
    "evidence: another caption": ("UPDATE ledger_evidence SET caption = 'x' WHERE id = :evidence", "kolom caption"),
    "evidence: another giver": ("UPDATE ledger_evidence SET added_by_id = NULL WHERE id = :evidence", "pemberi"),
    "evidence points to another file": (
        "INSERT INTO ledger_evidencefile (office_id, sha256, media_type, size, file, preview, stored_at, examined, look, words) SELECT "
        "office_id, 'abc', media_type, size, file, preview, stored_at, examined, look, words FROM ledger_evidencefile WHERE id = :file;"
        "UPDATE ledger_evidence SET file_id = (SELECT id FROM ledger_evidencefile WHERE sha256 = 'abc') "
        "WHERE id = :evidence", "menunjuk berkas lain"),
    "evidence: sum of the file": ("UPDATE ledger_evidencefile SET sha256 = 'abc' WHERE id = :file", "berkas lain"),
    "evidence: row of the file": ("UPDATE ledger_evidencefile SET file = 'x' WHERE id = :file", "hilang"),
    "evidence: kind of the file": (
        "UPDATE ledger_evidencefile SET media_type = 'text/html' WHERE id = :file", "berjenis lain"),
    "evidence: length of the file": ("UPDATE ledger_evidencefile SET size = 1 WHERE id = :file", "bukan lagi berkas"),
    "evidence and its file deleted": (
        "DELETE FROM ledger_evidence WHERE id = :evidence; DELETE FROM ledger_evidencefile WHERE id = :file",
        "Entri :letter: bukti"),
    # ---- closings
    "closed number": ("UPDATE measurement_frozenvalue SET value = 9 WHERE act_id = :closing", "Penutupan 2026-Q2"),
    "closed number deleted": ("DELETE FROM measurement_frozenvalue WHERE act_id = :closing", "Penutupan 2026-Q2"),
    "entries of a closed number": ("UPDATE measurement_frozenvalue SET facts = '[]'", "tidak sama dengan yang disegel"),
    "newest closing deleted": (
        "DELETE FROM measurement_closingmanifest WHERE act_id = :closing;"
        "DELETE FROM measurement_frozenvalue WHERE act_id = :closing; DELETE FROM measurement_act WHERE id = :closing",
        "penutupan periode :closing"),
    "all closings deleted": (
        "DELETE FROM measurement_closingmanifest; DELETE FROM measurement_frozenvalue; DELETE FROM measurement_act",
        "penutupan periode :closing"),
    "closings in another order": (
        "UPDATE measurement_act SET seq = 3 WHERE seq = 1; UPDATE measurement_act SET seq = 1 WHERE seq = 2;"
        "UPDATE measurement_act SET seq = 2 WHERE seq = 3", "kolom seq"),
    "closing of another period": ("UPDATE measurement_act SET period = '2025-Q2' WHERE id = :closing", "kolom period"),
    "manifest of a closing": (
        "UPDATE measurement_closingmanifest SET content = (SELECT content FROM measurement_closingmanifest "
        "WHERE act_id <> :closing) WHERE act_id = :closing", "Daftar isi penutupan 2026-Q2"),
    "manifest deleted": ("DELETE FROM measurement_closingmanifest WHERE act_id = :closing", "Daftar isi penutupan 2026-Q2"),
    # ---- what numbers are held against, and how they are counted
    "signed target": ("UPDATE agreements_agreedtarget SET target = 1", "kolom target"),
    "signed target removed": ("DELETE FROM agreements_agreedtarget", "dihapus atau dipindahkan di luar Takar"),
    "parties of an agreement": ("UPDATE agreements_agreement SET parties = '{}'", "kolom parties"),
    "state of an agreement": ("UPDATE agreements_agreement SET state = 'draft'", "kolom state"),
    "achievement rule": ("UPDATE agreements_achievementrule SET classes = 'ST Sangat Tinggi 10'", "kolom classes"),
    "achievement rule slipped in": (
        "INSERT INTO agreements_achievementrule (office_id, valid_from, classes, legal_basis, verified) "
        "SELECT office_id, '2026-06-01', classes, '', verified FROM agreements_achievementrule", "tidak pernah disegel"),
    "binding to another measure": (
        "UPDATE measurement_binding SET measure = 'surat_masuk_terdisposisi' WHERE id = :binding", "kolom measure"),
    "binding deleted": ("DELETE FROM measurement_binding WHERE id = :binding", "ikatan ukuran :binding: dihapus"),
    "polarity of all bindings": ("UPDATE measurement_binding SET polarity = 'lower'", "kolom polarity"),
    "own measure": ("UPDATE measurement_measureversion SET definition = '{}'", "kolom definition"),
    "wording of an indicator": ("UPDATE catalogue_indicator SET name = 'x' WHERE no = 39", "kolom name"),
    "unit of an indicator": ("UPDATE catalogue_indicator SET unit = 'persen' WHERE no = 39", "kolom unit"),
    "decree put out of force": ("UPDATE catalogue_decree SET state = 'draft'", "kolom state"),
    "tree of areas": ("UPDATE ledger_area SET parent_id = NULL WHERE code = 'diklat'", "bidang diklat"),
    "area slipped in": (
        "INSERT INTO ledger_area (code, name, \"order\") SELECT 'baru', 'Baru', 99 FROM ledger_area WHERE code = 'diklat'",
        "bidang baru"),
    "assignment": ("UPDATE organisation_assignment SET starts_on = '2021-01-01'", "penugasan"),
    "assignment deleted": ("DELETE FROM organisation_assignment WHERE person_id = :person", "dihapus"),
    "position under another": ("UPDATE organisation_position SET reports_to_id = NULL", "kolom reports_to"),
    "name of a person": ("UPDATE organisation_person SET name = 'x' WHERE id = :person", "kolom name"),
    "name of a village": ("UPDATE organisation_village SET name = 'x'", "kolom name"),
    "category of a service": ("UPDATE services_servicetype SET category = 'perizinan'", "kolom category"),
    "day of the calendar": ("UPDATE organisation_calendarday SET kind = 'working'", "kolom kind"),
    "day of the calendar deleted": ("DELETE FROM organisation_calendarday", "hari khusus"),
    "keeper of a book": ("DELETE FROM ledger_bookkeeper WHERE book = 'incoming_letter'", "pemegang buku"),
    "number format": ("UPDATE ledger_numberformat SET template = '{nomor:04}'", "kolom template"),
    "link of reference data": (
        "UPDATE ledger_referencechange SET actor_name = 'x' WHERE office_id = :office AND seq = 1", "Rantai riwayat putus"),
    "link of reference data deleted": (
        "DELETE FROM ledger_referencechange WHERE office_id = :office AND seq = 2", "nomor 2 hilang"),
}
"""What was done -> statements, and words of the sentence that names it."""

BROKEN: dict[str, tuple[str, str]] = {
    "details of a milestone are no JSON": (
        "UPDATE ledger_milestone SET details = '{' WHERE entry_id = :request", "Rantai riwayat putus"),
    "day of a milestone is none": (
        "UPDATE ledger_milestone SET \"on\" = 'kemarin' WHERE entry_id = :request", "Rantai riwayat"),
    "moment of a milestone is none": (
        "UPDATE ledger_milestone SET at = 'kemarin' WHERE entry_id = :request", "Rantai riwayat"),
    "details of a milestone are a list": (
        "UPDATE ledger_milestone SET details = '[1]' WHERE entry_id = :request", "Rantai riwayat"),
    "content of a link is no JSON": (
        "UPDATE ledger_referencechange SET content = '{' WHERE seq = 3", "Rantai riwayat putus pada nomor 3"),
    "content of a link is a number": ("UPDATE ledger_referencechange SET content = '3' WHERE seq = 3", "nomor 3"),
    "amount larger than any": ("UPDATE goods_stockissue SET quantity = 1e300", "tidak dapat dibaca"),
    "amount that is no number": ("UPDATE finance_cashentry SET spent = 'banyak'", "Entri :cash"),
    "encrypted column cut off": (
        "UPDATE services_servicerequest SET nik = substr(nik, 1, 60) WHERE entry_ptr_id = :request",
        "Entri :request (buku "),
    "day of an entry is none": ("UPDATE ledger_entry SET occurred_on = 'kemarin' WHERE id = :letter", "Entri :letter"),
    "day of an entry is empty": ("UPDATE ledger_entry SET occurred_on = '' WHERE id = :letter", "Entri :letter"),
    "own answers are no JSON": ("UPDATE documents_workdocument SET period_year = 'x'", "tidak"),
    "facts of a closed number are no JSON": ("UPDATE measurement_frozenvalue SET facts = '{'", "Penutupan 2026-Q2"),
    "definition of a measure is no JSON": ("UPDATE measurement_measureversion SET definition = '{'", "kolom definition"),
    "target that is no number": ("UPDATE agreements_agreedtarget SET target = 'x'", "target"),
    "manifest that cannot be unpacked": ("UPDATE measurement_closingmanifest SET content = 'x'", "tidak dapat dibaca"),
    "day of an effective row is none": ("UPDATE ledger_effectivemilestone SET \"on\" = 'x' WHERE entry_id = :letter", "Entri :letter"),
    "size of the tally is none": ("UPDATE ledger_tally SET size = 'x'", "Hitungan"),
    "number of an entry is none": ("UPDATE ledger_entry SET number = 'x' WHERE id = :request", "kolom number"),
}
"""Values that no program writes; the file of a SQLite database takes them all the same."""
