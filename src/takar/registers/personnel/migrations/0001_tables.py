import django.core.validators
import django.db.models.deletion
import takar.kernel.encrypted
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("personnel", "0001_initial"),
        ("personnel", "0002_encrypted_contacts"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AttendanceRecap',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('month', models.CharField(max_length=7, validators=[django.core.validators.RegexValidator('^[12]\\d{3}-(0[1-9]|1[0-2])$', 'Tulis tahun dan bulan, misalnya 2026-07 untuk Juli 2026.')], verbose_name='bulan (tahun-bulan)')),
                ('working_days', models.PositiveSmallIntegerField(default=0, verbose_name='hari kerja efektif')),
                ('lines', models.JSONField(default=list, verbose_name='rincian')),
            ],
            options={
                'verbose_name': 'rekap kehadiran',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='EducationLevel',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='kode')),
                ('name', models.CharField(max_length=60, verbose_name='tingkat')),
                ('order', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('source', models.CharField(max_length=120, verbose_name='dasar')),
                ('verified', models.BooleanField(default=False, verbose_name='sudah diperiksa')),
            ],
            options={
                'verbose_name': 'tingkat pendidikan',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='employee', serialize=False, to='organisation.person', verbose_name='pegawai')),
                ('kind', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('honorer', 'Honorer')], default='pns', max_length=8, verbose_name='status')),
                ('birth_place', models.CharField(blank=True, max_length=80, verbose_name='tempat lahir')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='tanggal lahir')),
                ('sex', models.CharField(blank=True, choices=[('L', 'Laki-laki'), ('P', 'Perempuan')], max_length=1, verbose_name='jenis kelamin')),
                ('appointed_on', models.DateField(blank=True, help_text='Awal hitungan masa kerja.', null=True, verbose_name='TMT CPNS atau pengangkatan')),
                ('service_credit', models.PositiveSmallIntegerField(default=0, help_text='Masa kerja lain yang diakui untuk gaji, menurut keputusan peninjauan masa kerja.', verbose_name='tambahan masa kerja (bulan)')),
                ('retirement_class', models.CharField(choices=[('administrasi', 'Administrasi dan pelaksana'), ('keterampilan', 'Fungsional keterampilan'), ('ahli_pertama', 'Fungsional ahli pertama'), ('ahli_muda', 'Fungsional ahli muda'), ('ahli_madya', 'Fungsional ahli madya'), ('ahli_utama', 'Fungsional ahli utama'), ('jpt', 'Pimpinan tinggi')], default='administrasi', max_length=14, verbose_name='golongan batas usia pensiun')),
                ('simpeg_ref', models.CharField(blank=True, max_length=60, verbose_name='nomor di SIMPEG/SIASN')),
            ],
            options={
                'verbose_name': 'data pegawai',
                'ordering': ['person__name'],
            },
        ),
        migrations.CreateModel(
            name='LeaveType',
            fields=[
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='kode')),
                ('name', models.CharField(max_length=60, verbose_name='jenis cuti')),
                ('counting', models.CharField(choices=[('kerja', 'Hari kerja'), ('kalender', 'Hari kalender')], max_length=10, verbose_name='dihitung')),
                ('max_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paling lama (bulan)')),
                ('min_service_years', models.PositiveSmallIntegerField(default=0, verbose_name='masa kerja sekurangnya (tahun)')),
                ('contract_staff', models.BooleanField(default=False, verbose_name='berlaku bagi PPPK')),
                ('order', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('source', models.CharField(max_length=120, verbose_name='dasar')),
                ('verified', models.BooleanField(default=False, verbose_name='sudah diperiksa')),
            ],
            options={
                'verbose_name': 'jenis cuti',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='ListEdition',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='keadaan per tanggal')),
                ('rows', models.JSONField(default=list, editable=False, verbose_name='isi daftar')),
            ],
            options={
                'verbose_name': 'edisi daftar',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='RankGrade',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name='golongan/ruang')),
                ('scheme', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK')], max_length=6, verbose_name='jenis pegawai')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='pangkat')),
                ('order', models.PositiveSmallIntegerField(verbose_name='urutan')),
            ],
            options={
                'verbose_name': 'pangkat',
                'ordering': ['-scheme', 'order'],
            },
        ),
        migrations.CreateModel(
            name='StaffDevelopment',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='penyelenggara')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='tempat')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='pelaksanaan mulai')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='pelaksanaan sampai')),
                ('hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lama (jam pelajaran)')),
                ('attendees', models.CharField(blank=True, help_text='Nama, dipisah koma.', max_length=500, verbose_name='peserta')),
                ('attendee_count', models.PositiveSmallIntegerField(default=0, verbose_name='jumlah peserta')),
            ],
            options={
                'verbose_name': 'pengembangan pegawai',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='EducationHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(help_text='Terhitung mulai tanggal.', verbose_name='TMT')),
                ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan')),
                ('decree_date', models.DateField(blank=True, null=True, verbose_name='tanggal keputusan')),
                ('school', models.CharField(max_length=160, verbose_name='sekolah atau perguruan tinggi')),
                ('major', models.CharField(blank=True, max_length=120, verbose_name='jurusan')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.educationlevel', verbose_name='tingkat')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='personnel.employee')),
            ],
            options={
                'verbose_name': 'riwayat pendidikan',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DataUpdate',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('system', models.CharField(choices=[('simpeg', 'SIMPEG'), ('siasn', 'SIASN / MyASN'), ('lainnya', 'Aplikasi lain')], default='simpeg', max_length=10, verbose_name='aplikasi')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.employee', verbose_name='data pegawai')),
            ],
            options={
                'verbose_name': 'pemutakhiran data',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='PersonnelRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='aturan')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='untuk')),
                ('value', models.PositiveIntegerField(verbose_name='nilai')),
                ('unit', models.CharField(max_length=20, verbose_name='satuan')),
                ('valid_from', models.DateField(verbose_name='berlaku sejak')),
                ('label', models.CharField(max_length=160, verbose_name='keterangan')),
                ('source', models.CharField(max_length=160, verbose_name='dasar')),
                ('verified', models.BooleanField(default=False, verbose_name='sudah diperiksa')),
            ],
            options={
                'verbose_name': 'aturan kepegawaian',
                'ordering': ['code', 'key', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'key', 'valid_from'), name='personnel_rule_once')],
            },
        ),
        migrations.CreateModel(
            name='ProposalPaper',
            fields=[
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='kode')),
                ('kind', models.CharField(max_length=40, verbose_name='jenis usulan')),
                ('name', models.CharField(max_length=200, verbose_name='berkas')),
                ('required', models.BooleanField(default=True, verbose_name='wajib')),
                ('order', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='dasar')),
                ('verified', models.BooleanField(default=False, verbose_name='sudah diperiksa')),
                ('leave_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.leavetype')),
            ],
            options={
                'verbose_name': 'berkas persyaratan',
                'ordering': ['kind', 'order'],
            },
        ),
        migrations.AddField(
            model_name='educationlevel',
            name='ceiling',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.rankgrade', verbose_name='pangkat tertinggi kenaikan reguler'),
        ),
        migrations.CreateModel(
            name='TrainingHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(help_text='Terhitung mulai tanggal.', verbose_name='TMT')),
                ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan')),
                ('decree_date', models.DateField(blank=True, null=True, verbose_name='tanggal keputusan')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Diklat lain'), (1, 'Diklat fungsional'), (2, 'Prajabatan / Latsar'), (3, 'Diklat Pim IV / PKP'), (4, 'Diklat Pim III / PKA'), (5, 'Diklat Pim II / PKN II'), (6, 'Diklat Pim I / PKN I')], default=0, verbose_name='jenjang')),
                ('name', models.CharField(max_length=200, verbose_name='nama latihan')),
                ('organiser', models.CharField(blank=True, max_length=160, verbose_name='penyelenggara')),
                ('hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lama (jam)')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='personnel.employee')),
            ],
            options={
                'verbose_name': 'riwayat diklat',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LeaveOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('days', models.PositiveSmallIntegerField(verbose_name='sisa cuti tahunan yang dibawa (hari kerja)')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leave_openings', to='personnel.employee')),
            ],
            options={
                'verbose_name': 'sisa cuti dari tahun lalu',
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(fields=('employee', 'year'), name='leave_opening_once', violation_error_message='Sisa cuti untuk tahun ini sudah ada.')],
            },
        ),
        migrations.CreateModel(
            name='PayRiseHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(help_text='Terhitung mulai tanggal.', verbose_name='TMT')),
                ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan')),
                ('decree_date', models.DateField(blank=True, null=True, verbose_name='tanggal keputusan')),
                ('salary', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('1'))], verbose_name='gaji pokok (Rp)')),
                ('service_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='masa kerja golongan (tahun)')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='personnel.employee')),
            ],
            options={
                'verbose_name': 'riwayat gaji berkala',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('employee', 'starts_on'), name='pay_rise_once', violation_error_message='Sudah ada gaji berkala dengan TMT ini.')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='TMT yang diusulkan')),
                ('leave_from', models.DateField(blank=True, null=True, verbose_name='cuti mulai')),
                ('leave_until', models.DateField(blank=True, null=True, verbose_name='cuti sampai dengan')),
                ('leave_days', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='lama cuti (hari)')),
                ('leave_address', models.CharField(blank=True, max_length=240, verbose_name='alamat selama cuti')),
                ('leave_phone', takar.kernel.encrypted.EncryptedText(blank=True, max_length=40, verbose_name='telepon selama cuti')),
                ('letter_number', models.CharField(blank=True, max_length=120, verbose_name='nomor surat keterangan dokter')),
                ('papers', models.JSONField(default=list, editable=False, verbose_name='berkas yang ada')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.employee', verbose_name='diusulkan untuk')),
                ('leave_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.leavetype', verbose_name='jenis cuti')),
                ('target_grade', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.rankgrade', verbose_name='pangkat diusulkan')),
            ],
            options={
                'verbose_name': 'usulan kepegawaian',
                'indexes': [models.Index(fields=['employee', 'leave_from'], name='proposal_leave')],
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='RankHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(help_text='Terhitung mulai tanggal.', verbose_name='TMT')),
                ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan')),
                ('decree_date', models.DateField(blank=True, null=True, verbose_name='tanggal keputusan')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='personnel.employee')),
                ('grade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.rankgrade', verbose_name='pangkat, golongan/ruang')),
            ],
            options={
                'verbose_name': 'riwayat pangkat',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('employee', 'starts_on'), name='rank_history_once', violation_error_message='Sudah ada pangkat dengan TMT ini.')],
            },
        ),
    ]
