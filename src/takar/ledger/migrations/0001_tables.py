import django.db.models.deletion
import takar.kernel.clock
import takar.kernel.encrypted
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_category_and_subject"),
        ("ledger", "0003_tally"),
        ("ledger", "0004_facets_in_category"),
        ("ledger", "0005_entries_keep_what_their_form_said"),
        ("ledger", "0006_reading_log"),
        ("ledger", "0007_book_reach"),
    ]

    initial = True

    dependencies = [
        ('organisation', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='organisation.office')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='kode')),
                ('name', models.CharField(max_length=120, verbose_name='nama bidang')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='urutan')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='ledger.area', verbose_name='bagian dari')),
            ],
            options={
                'verbose_name': 'bidang',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40, verbose_name='buku')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun buku')),
                ('series', models.CharField(blank=True, max_length=40, verbose_name='seri nomor')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='nomor urut')),
                ('number_label', models.CharField(blank=True, max_length=200, verbose_name='nomor')),
                ('occurred_on', models.DateField(verbose_name='tanggal')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='jenis')),
                ('title', models.CharField(max_length=500, verbose_name='uraian')),
                ('state', models.CharField(max_length=40, verbose_name='keadaan')),
                ('external_ref', models.CharField(blank=True, help_text='Nomor yang diberikan SRIKANDI, SIPD atau SIASN, bila ada.', max_length=200, verbose_name='nomor di aplikasi lain')),
                ('restricted', models.BooleanField(default=False, help_text='Hanya pimpinan, pencatat dan yang ditugasi dapat membacanya.', verbose_name='terbatas')),
                ('recorded_at', models.DateTimeField(default=takar.kernel.clock.now, editable=False, verbose_name='dicatat pada')),
                ('version', models.PositiveIntegerField(default=1)),
                ('client_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('client_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.area', verbose_name='bidang')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='pegawai')),
                ('position', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='penanggung jawab')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.village', verbose_name='desa')),
            ],
            options={
                'verbose_name': 'entri',
                'ordering': ['-year', '-number', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EffectiveMilestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('month', models.PositiveIntegerField()),
                ('book', models.CharField(max_length=40)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('category', models.CharField(blank=True, max_length=640)),
                ('subject', models.CharField(blank=True, max_length=40)),
                ('area', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.area')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.village')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effective', to='ledger.entry')),
            ],
        ),
        migrations.CreateModel(
            name='EntryLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(max_length=40)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='ledger.entry')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='ledger.entry')),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('file', models.FileField(max_length=200, upload_to='')),
                ('preview', models.FileField(blank=True, max_length=200, upload_to='')),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nama berkas')),
                ('caption', models.CharField(blank=True, max_length=200, verbose_name='keterangan')),
                ('added_at', models.DateTimeField(default=takar.kernel.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='ledger.entry')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='ledger.evidencefile')),
            ],
            options={
                'verbose_name': 'bukti',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('filename', models.CharField(max_length=200)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('rows', takar.kernel.encrypted.EncryptedJson(default=list)),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('imported', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'impor',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('what', models.CharField(max_length=40)),
                ('on', models.DateField(verbose_name='tanggal')),
                ('at', models.DateTimeField(verbose_name='dicatat pada')),
                ('actor_name', models.CharField(max_length=200)),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('details', models.JSONField(default=dict)),
                ('withdrawn', models.BooleanField(default=False)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
                ('position', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='ledger.milestone')),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='NumberFormat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40, verbose_name='buku')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='jenis')),
                ('template', models.CharField(help_text='Unsur yang dapat dipakai: {kode} {nomor} {nomor:03} {jenis} {unit} {bulan} {tahun}.', max_length=200, verbose_name='susunan nomor')),
                ('own_series', models.BooleanField(default=False, help_text='Nomor urut jenis ini dihitung terpisah dari jenis lain.', verbose_name='hitungan sendiri')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'susunan nomor',
                'ordering': ['book', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('series', models.CharField(blank=True, max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='ledger.entry')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position')),
            ],
        ),
        migrations.CreateModel(
            name='ProcessingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40, verbose_name='buku')),
                ('active_from', models.DateField(default=takar.kernel.clock.today, verbose_name='berlaku sejak')),
                ('purpose', models.CharField(max_length=500, verbose_name='tujuan')),
                ('data', models.CharField(max_length=300, verbose_name='data siapa dan apa')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('verified', models.BooleanField(default=False, help_text='Dasar hukum dan masa simpan sudah dicocokkan dengan aturan dan JRA kantor.', verbose_name='sudah diperiksa')),
                ('retention_years', models.PositiveSmallIntegerField(help_text='Dihitung dari kejadian terakhir pada entri.', verbose_name='masa simpan data pribadi (tahun)')),
                ('set_by_name', models.CharField(max_length=200, verbose_name='ditetapkan oleh')),
                ('set_at', models.DateTimeField(default=takar.kernel.clock.now, editable=False)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'aturan data pribadi',
                'ordering': ['book', '-active_from', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=takar.kernel.clock.now, verbose_name='waktu')),
                ('reader_name', models.CharField(max_length=200, verbose_name='pembaca')),
                ('how', models.CharField(choices=[('halaman', 'Halaman'), ('daftar', 'Daftar'), ('pencarian', 'Pencarian'), ('berkas', 'Berkas bukti'), ('cetakan', 'Cetakan (PDF)'), ('ekspor', 'Ekspor'), ('nilai', 'Nilai lengkap'), ('laporan', 'Laporan data orang')], max_length=10, verbose_name='cara')),
                ('concern', models.CharField(choices=[('terbatas', 'Entri terbatas'), ('warga', 'Data warga'), ('pegawai', 'Data pegawai')], max_length=10, verbose_name='data')),
                ('book', models.CharField(blank=True, max_length=40, verbose_name='buku')),
                ('rows', models.PositiveIntegerField(default=1, verbose_name='banyak baris')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='keperluan')),
                ('key', models.CharField(editable=False, max_length=120, unique=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('reader', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'catatan pembaca',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('what', models.CharField(max_length=40)),
                ('month', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('category', models.CharField(max_length=640)),
                ('area', models.CharField(max_length=40)),
                ('village', models.PositiveBigIntegerField()),
                ('subject', models.CharField(max_length=40)),
                ('size', models.IntegerField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
        ),
        migrations.CreateModel(
            name='BookKeeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40, verbose_name='buku')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='jabatan')),
            ],
            options={
                'verbose_name': 'pemegang buku',
                'ordering': ['book', 'position__order'],
                'constraints': [models.UniqueConstraint(fields=('office', 'book', 'position'), name='book_keeper_once', violation_error_message='Jabatan ini sudah memegang buku tersebut.')],
            },
        ),
        migrations.CreateModel(
            name='BookReach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40, verbose_name='buku')),
                ('reads', models.CharField(choices=[('office', 'Seluruh kantor'), ('section', 'Pemegang buku, unitnya, atasannya dan pimpinan')], max_length=8, verbose_name='dibaca oleh')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'pembaca buku',
                'ordering': ['book'],
                'constraints': [models.UniqueConstraint(fields=('office', 'book'), name='book_reach_once', violation_error_message='Pembaca buku ini sudah ditentukan; ubah baris yang ada.')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('akses', 'Melihat data'), ('perbaikan', 'Memperbaiki data'), ('penghapusan', 'Menghapus data'), ('keberatan', 'Keberatan atas pemakaian')], max_length=12, verbose_name='permintaan')),
                ('asked_by', takar.kernel.encrypted.EncryptedText(max_length=160, verbose_name='nama pemohon')),
                ('contact', takar.kernel.encrypted.EncryptedText(blank=True, max_length=200, verbose_name='telepon atau alamat jawaban')),
                ('details', takar.kernel.encrypted.EncryptedText(max_length=2000, verbose_name='data apa dan mengapa')),
                ('received_at', models.DateTimeField(default=takar.kernel.clock.now, verbose_name='diterima pada')),
                ('due_at', models.DateTimeField(editable=False, verbose_name='dijawab paling lambat')),
                ('recorded_by_name', models.CharField(editable=False, max_length=200, verbose_name='dicatat oleh')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='dijawab pada')),
                ('answered_by_name', models.CharField(blank=True, editable=False, max_length=200, verbose_name='dijawab oleh')),
                ('answer', takar.kernel.encrypted.EncryptedText(blank=True, max_length=2000, verbose_name='jawaban')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'permintaan pemilik data',
                'ordering': ['-received_at', '-pk'],
                'indexes': [models.Index(fields=['office', 'answered_at', 'due_at'], name='data_request_due')],
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['office', 'book', 'year', '-number', '-id'], name='entry_list'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('office', 'book', 'year', 'series', 'number'), name='entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('office', 'client_key'), name='entry_form_once'),
        ),
        migrations.AddIndex(
            model_name='effectivemilestone',
            index=models.Index(fields=['office', 'book', 'what', 'month', 'kind', 'category', 'area', 'village', 'subject'], name='effective_covering'),
        ),
        migrations.AddConstraint(
            model_name='effectivemilestone',
            constraint=models.UniqueConstraint(fields=('entry', 'what'), name='effective_once'),
        ),
        migrations.AddConstraint(
            model_name='entrylink',
            constraint=models.UniqueConstraint(fields=('source', 'target', 'relation'), name='link_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.UniqueConstraint(fields=('office', 'sha256'), name='evidence_file_once'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('entry', 'file'), name='evidence_once_per_entry'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(fields=['entry', 'seq'], name='milestone_entry'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('office', 'seq'), name='milestone_seq_once'),
        ),
        migrations.AddConstraint(
            model_name='numberformat',
            constraint=models.UniqueConstraint(fields=('office', 'book', 'kind'), name='number_format_once', violation_error_message='Susunan nomor untuk jenis ini sudah ada.'),
        ),
        migrations.AddConstraint(
            model_name='numberseries',
            constraint=models.UniqueConstraint(fields=('office', 'book', 'series', 'year'), name='number_series_once'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('entry', 'position', 'role'), name='participant_once'),
        ),
        migrations.AddIndex(
            model_name='processingrule',
            index=models.Index(fields=['office', 'book', '-active_from'], name='processing_rule_of'),
        ),
        migrations.AddIndex(
            model_name='readingrecord',
            index=models.Index(fields=['office', '-at'], name='reading_latest'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('office', 'book', 'what', 'month', 'kind', 'category', 'area', 'village', 'subject'), name='tally_once'),
        ),
    ]
