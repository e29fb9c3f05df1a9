import django.core.validators
import django.db.models.deletion
import takar.registers.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("documents", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkDocument',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('category', models.CharField(blank=True, choices=[(None, 'Menurut jenis dokumen'), ('perencanaan', 'Perencanaan'), ('pelaksanaan', 'Pelaksanaan'), ('evaluasi', 'Evaluasi'), ('pelaporan', 'Pelaporan'), ('kebijakan', 'Kebijakan'), ('rencana_kegiatan', 'Rencana kegiatan'), ('bahan_pembinaan', 'Bahan pembinaan'), ('tata_usaha', 'Tata usaha')], max_length=20, verbose_name='golongan dokumen')),
                ('period_year', models.PositiveSmallIntegerField(default=takar.registers.documents.models.this_year, validators=[django.core.validators.MinValueValidator(1990, 'Tulis tahun empat angka, misalnya 2026.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka, misalnya 2026.')], verbose_name='tahun yang dicakup')),
                ('period_part', models.CharField(choices=[('tahun', 'Setahun'), ('S1', 'Semester I'), ('S2', 'Semester II'), ('Q1', 'Triwulan I'), ('Q2', 'Triwulan II'), ('Q3', 'Triwulan III'), ('Q4', 'Triwulan IV'), ('01', 'Januari'), ('02', 'Februari'), ('03', 'Maret'), ('04', 'April'), ('05', 'Mei'), ('06', 'Juni'), ('07', 'Juli'), ('08', 'Agustus'), ('09', 'September'), ('10', 'Oktober'), ('11', 'November'), ('12', 'Desember')], default='tahun', max_length=5, verbose_name='bagian tahun')),
                ('due_on', models.DateField(blank=True, help_text='Bila dikosongkan, mengikuti jadwal dokumen.', null=True, verbose_name='batas waktu')),
                ('document_number', models.CharField(blank=True, help_text='Nomor pengesahan, bila sudah ada.', max_length=200, verbose_name='nomor dokumen')),
                ('edition', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='versi')),
            ],
            options={
                'verbose_name': 'dokumen kerja',
                'indexes': [models.Index(fields=['period_year', 'period_part'], name='document_period')],
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='DocumentSchedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('name', models.CharField(max_length=200, verbose_name='nama dokumen')),
                ('kind', models.CharField(choices=[('renstra', 'Rencana Strategis (Renstra)'), ('renja', 'Rencana Kerja (Renja)'), ('rka', 'Rencana Kerja dan Anggaran (RKA)'), ('dpa', 'Dokumen Pelaksanaan Anggaran (DPA)'), ('pk', 'Perjanjian Kinerja (PK)'), ('iku', 'Indikator Kinerja Utama (IKU/IKI)'), ('rencana_aksi', 'Rencana Aksi'), ('spip', 'Dokumen SPIP'), ('pengukuran_kinerja', 'Pengukuran kinerja'), ('evaluasi_renja', 'Evaluasi Renja'), ('evaluasi_sakip', 'Evaluasi mandiri SAKIP (LKE)'), ('laporan_evaluasi', 'Laporan hasil evaluasi'), ('lkjip', 'Laporan Kinerja (LKjIP)'), ('lppd', 'Bahan LPPD/LKPJ'), ('laporan_triwulan', 'Laporan triwulan'), ('laporan_bulanan', 'Laporan bulanan'), ('laporan_kegiatan_camat', 'Laporan kegiatan Camat'), ('laporan_lain', 'Laporan lain'), ('monografi', 'Monografi/profil kecamatan'), ('kebijakan', 'Rumusan kebijakan'), ('sop', 'Standar Operasional Prosedur (SOP)'), ('rencana_kegiatan_subbag', 'Rencana kegiatan sub bagian/seksi'), ('pelaksanaan_kegiatan', 'Dokumen pelaksanaan kegiatan (KAK)'), ('bahan_pembinaan', 'Bahan pembinaan'), ('tata_usaha', 'Dokumen tata usaha'), ('lainnya', 'Dokumen lain')], max_length=40, verbose_name='jenis dokumen')),
                ('every', models.CharField(choices=[('tahun', 'Setiap tahun'), ('semester', 'Setiap semester'), ('triwulan', 'Setiap triwulan'), ('bulan', 'Setiap bulan')], default='tahun', max_length=10, verbose_name='masa dokumen')),
                ('due_month', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Januari'), (2, 'Februari'), (3, 'Maret'), (4, 'April'), (5, 'Mei'), (6, 'Juni'), (7, 'Juli'), (8, 'Agustus'), (9, 'September'), (10, 'Oktober'), (11, 'November'), (12, 'Desember')], help_text='Untuk dokumen tahunan. Dokumen triwulan, semester dan bulan jatuh pada bulan sesudah masanya.', null=True, verbose_name='bulan batas waktu')),
                ('due_day', models.PositiveSmallIntegerField(help_text='Tanggal 31 berarti hari terakhir bulan itu.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='tanggal batas waktu')),
                ('due_year', models.SmallIntegerField(choices=[(-1, 'Tahun sebelumnya'), (0, 'Tahun yang sama'), (1, 'Tahun berikutnya')], default=0, help_text='Terhadap tahun yang dicakup: Renja disusun tahun sebelumnya, LKjIP tahun berikutnya.', verbose_name='tahun batas waktu')),
                ('reminder_days', models.PositiveSmallIntegerField(default=14, verbose_name='diingatkan sebelum (hari)')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1990, 'Tulis tahun empat angka, misalnya 2026.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka, misalnya 2026.')], verbose_name='mulai tahun yang dicakup')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('verified', models.BooleanField(default=False, help_text='Tandai setelah batas waktunya dicocokkan dengan ketentuan kabupaten.', verbose_name='sudah diperiksa')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.area', verbose_name='bidang')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
                ('position', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='penanggung jawab')),
            ],
            options={
                'verbose_name': 'jadwal dokumen',
                'ordering': ['due_month', 'due_day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('office', 'name', 'every'), name='document_schedule_once', violation_error_message='Dokumen dengan nama ini sudah dijadwalkan.'), models.CheckConstraint(condition=models.Q(models.Q(('every', 'tahun'), _negated=True), ('due_month__isnull', False), _connector='OR'), name='document_schedule_month', violation_error_message='Pilih bulan batas waktu dokumen tahunan.')],
            },
        ),
        migrations.CreateModel(
            name='Guideline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('valid_from', models.DateField(verbose_name='berlaku mulai')),
                ('valid_until', models.DateField(blank=True, help_text='Hari terakhir berlaku. Kosongkan bila masih berlaku.', null=True, verbose_name='berlaku sampai')),
                ('points', models.TextField(help_text='Satu butir per baris. Akhiri dengan (bila ada) bila butir itu tidak wajib.', verbose_name='butir yang diperiksa')),
                ('verified', models.BooleanField(default=False, help_text='Tandai setelah isinya dicocokkan dengan aturan yang berlaku di kabupaten.', verbose_name='sudah diperiksa')),
                ('kind', models.CharField(choices=[('renstra', 'Rencana Strategis (Renstra)'), ('renja', 'Rencana Kerja (Renja)'), ('rka', 'Rencana Kerja dan Anggaran (RKA)'), ('dpa', 'Dokumen Pelaksanaan Anggaran (DPA)'), ('pk', 'Perjanjian Kinerja (PK)'), ('iku', 'Indikator Kinerja Utama (IKU/IKI)'), ('rencana_aksi', 'Rencana Aksi'), ('spip', 'Dokumen SPIP'), ('pengukuran_kinerja', 'Pengukuran kinerja'), ('evaluasi_renja', 'Evaluasi Renja'), ('evaluasi_sakip', 'Evaluasi mandiri SAKIP (LKE)'), ('laporan_evaluasi', 'Laporan hasil evaluasi'), ('lkjip', 'Laporan Kinerja (LKjIP)'), ('lppd', 'Bahan LPPD/LKPJ'), ('laporan_triwulan', 'Laporan triwulan'), ('laporan_bulanan', 'Laporan bulanan'), ('laporan_kegiatan_camat', 'Laporan kegiatan Camat'), ('laporan_lain', 'Laporan lain'), ('monografi', 'Monografi/profil kecamatan'), ('kebijakan', 'Rumusan kebijakan'), ('sop', 'Standar Operasional Prosedur (SOP)'), ('rencana_kegiatan_subbag', 'Rencana kegiatan sub bagian/seksi'), ('pelaksanaan_kegiatan', 'Dokumen pelaksanaan kegiatan (KAK)'), ('bahan_pembinaan', 'Bahan pembinaan'), ('tata_usaha', 'Dokumen tata usaha'), ('lainnya', 'Dokumen lain')], max_length=40, verbose_name='jenis dokumen')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'pedoman dokumen',
                'ordering': ['kind', '-valid_from', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='guideline_ends_after_start', violation_error_message='Akhir masa berlaku tidak dapat mendahului awalnya.'), models.UniqueConstraint(fields=('office', 'kind', 'valid_from'), name='guideline_once', violation_error_message='Sudah ada daftar untuk jenis ini yang berlaku mulai tanggal tersebut.')],
            },
        ),
    ]
