import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("organisation", "0001_initial"),
        ("organisation", "0002_calendar_days"),
        ("organisation", "0003_books_stamp"),
        ("organisation", "0004_accounts_and_reach"),
        ("organisation", "0005_second_factor"),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13, unique=True, verbose_name='kode wilayah (Kemendagri)')),
                ('bps_code', models.CharField(blank=True, max_length=10, verbose_name='kode BPS')),
                ('name', models.CharField(max_length=120, verbose_name='nama kantor')),
                ('regency', models.CharField(max_length=120, verbose_name='kabupaten/kota')),
                ('province', models.CharField(blank=True, max_length=120, verbose_name='provinsi')),
                ('seat', models.CharField(blank=True, max_length=80, verbose_name='tempat penandatanganan')),
                ('address', models.CharField(blank=True, max_length=240, verbose_name='alamat')),
                ('contact', models.CharField(blank=True, max_length=240, verbose_name='telepon, surel, kode pos')),
                ('books_stamp', models.CharField(blank=True, editable=False, max_length=32)),
            ],
            options={
                'verbose_name': 'kantor',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('must_change_password', models.BooleanField(default=False, editable=False)),
                ('sessions_ended', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'pengguna',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('regency', 'Pembina kabupaten'), ('inspector', 'Pemeriksa')], max_length=10, verbose_name='lingkup')),
                ('regency_code', models.CharField(blank=True, max_length=5, verbose_name='kode kabupaten')),
                ('starts_on', models.DateField(verbose_name='mulai tanggal')),
                ('ends_on', models.DateField(verbose_name='sampai sebelum tanggal')),
                ('reason', models.CharField(max_length=500, verbose_name='dasar')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='organisation.office')),
            ],
            options={
                'verbose_name': 'izin baca dari luar',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AccessGrantEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='organisation.accessgrant')),
            ],
            options={
                'verbose_name': 'akhir izin baca',
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_at', models.DateTimeField(verbose_name='dibuka')),
                ('until', models.DateTimeField(verbose_name='berakhir')),
                ('reason', models.CharField(max_length=500, verbose_name='alasan')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
            options={
                'verbose_name': 'akses darurat',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='emergency',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.emergencyaccess'),
        ),
        migrations.CreateModel(
            name='EmergencyView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('method', models.CharField(max_length=8)),
                ('path', models.CharField(max_length=500)),
                ('entry_number', models.PositiveBigIntegerField(null=True)),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='organisation.emergencyaccess')),
            ],
            options={
                'verbose_name': 'halaman yang dibuka',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('name', models.CharField(max_length=160, verbose_name='nama lengkap dengan gelar')),
                ('nip', models.CharField(blank=True, max_length=18, null=True, verbose_name='NIP')),
                ('rank', models.CharField(blank=True, max_length=80, verbose_name='pangkat, golongan/ruang')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'pegawai',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='person',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='organisation.person', verbose_name='pegawai'),
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('title', models.CharField(max_length=160, verbose_name='nama jabatan')),
                ('level', models.CharField(choices=[('head', 'Camat'), ('secretary', 'Sekretaris'), ('section', 'Kepala Seksi'), ('subsection', 'Kepala Sub Bagian'), ('staff', 'Pelaksana / Fungsional')], max_length=12, verbose_name='tingkat')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='urutan')),
                ('operator', models.BooleanField(default=False, help_text='Pemegang jabatan ini mengatur jabatan, pegawai, buku dan keputusan di Takar.', verbose_name='mengelola pengaturan')),
                ('second_factor', models.BooleanField(default=False, help_text='Pemegang jabatan ini masuk dengan kata sandi dan kode dari telepon, atau dengan kunci masuk.', verbose_name='wajib langkah kedua')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organisation.office', verbose_name='kantor')),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subordinates', to='organisation.position', verbose_name='atasan')),
            ],
            options={
                'verbose_name': 'jabatan',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('definitive', 'Definitif'), ('acting', 'Plt.'), ('daily', 'Plh.')], default='definitive', max_length=12, verbose_name='status')),
                ('starts_on', models.DateField(verbose_name='mulai tanggal')),
                ('ends_on', models.DateField(blank=True, help_text='Kosongkan bila masih menjabat.', null=True, verbose_name='sampai sebelum tanggal')),
                ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan/surat perintah')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.person', verbose_name='pegawai')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.position', verbose_name='jabatan')),
            ],
            options={
                'verbose_name': 'penugasan',
                'ordering': ['position__order', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('name', models.CharField(max_length=160, verbose_name='nama unit')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisation.office', verbose_name='kantor')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit', verbose_name='bagian dari')),
            ],
            options={
                'verbose_name': 'unit kerja',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='position',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit', verbose_name='unit kerja'),
        ),
        migrations.CreateModel(
            name='Village',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(max_length=13, verbose_name='kode desa (Kemendagri)')),
                ('bps_code', models.CharField(blank=True, max_length=10, verbose_name='kode BPS')),
                ('name', models.CharField(max_length=80, verbose_name='nama desa')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='villages', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'desa',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('kind', models.CharField(choices=[('joint_leave', 'Cuti bersama'), ('holiday', 'Libur setempat'), ('working', 'Hari kerja')], max_length=12, verbose_name='jenis hari')),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='keterangan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'hari khusus',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='calendar_day_once', violation_error_message='Tanggal ini sudah ada dalam kalender.')],
            },
        ),
        migrations.CreateModel(
            name='AccountAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('opened', 'Akun dibuat'), ('closed', 'Akun ditutup'), ('reopened', 'Akun dibuka kembali'), ('password_reset', 'Kata sandi sementara dicetak'), ('link_made', 'Tautan kata sandi dibuat'), ('password_chosen', 'Kata sandi diganti pemilik akun'), ('help_asked', 'Lupa kata sandi, minta bantuan'), ('emergency', 'Akses darurat dibuka'), ('emergency_ended', 'Akses darurat diakhiri')], max_length=16)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=200)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
            options={
                'verbose_name': 'riwayat akun',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['user', 'what'], name='account_act_what')],
            },
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('office__isnull', False), ('regency_code', '')), models.Q(('office__isnull', True), models.Q(('regency_code', ''), _negated=True)), _connector='OR'), name='grant_names_one_place'),
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='grant_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('office', 'nip'), name='nip_once', violation_error_message='Pegawai dengan NIP ini sudah tercatat di kantor Anda.'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['person', 'starts_on'], name='assignment_person'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='assignment_ends_after_start', violation_error_message='Tanggal akhir harus sesudah tanggal mulai.'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('office', 'name'), name='unit_name_once'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(fields=('office', 'title'), name='position_title_once', violation_error_message='Jabatan dengan nama ini sudah ada di kantor Anda.'),
        ),
        migrations.AddConstraint(
            model_name='village',
            constraint=models.UniqueConstraint(fields=('office', 'code'), name='village_code_once', violation_error_message='Desa dengan kode ini sudah tercatat di kantor Anda.'),
        ),
    ]
