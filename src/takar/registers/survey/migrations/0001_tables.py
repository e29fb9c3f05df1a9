import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("survey", "0001_initial"),
        ("survey", "0002_report_index"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveyReport',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('period', models.CharField(help_text='Misalnya 2026, 2026-S1 (semester), 2026-Q3 (triwulan) atau 2026-03 (bulan).', max_length=7, verbose_name='periode')),
                ('population', models.PositiveIntegerField(blank=True, help_text='Populasi: pengguna layanan pada periode sebelumnya. Menentukan jumlah sampel minimal.', null=True, verbose_name='jumlah pengguna layanan')),
                ('index', models.DecimalField(decimal_places=2, editable=False, max_digits=5, null=True, verbose_name='IKM')),
            ],
            options={
                'verbose_name': 'laporan SKM',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='SurveyResponse',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('answers', models.CharField(blank=True, help_text='Sembilan angka urut unsur di bawah, misalnya 343443434; tanda - bila tidak dijawab. Boleh juga mengisi satu per satu.', max_length=9, verbose_name='jawaban sekaligus')),
                ('service', models.CharField(blank=True, help_text='Nama layanan, bila diketahui.', max_length=160, verbose_name='layanan yang diterima')),
                ('sex', models.CharField(blank=True, choices=[('L', 'Laki-laki'), ('P', 'Perempuan')], max_length=1, verbose_name='jenis kelamin')),
                ('age', models.CharField(blank=True, choices=[('sampai_19', 'Sampai 19 tahun'), ('20_29', '20–29 tahun'), ('30_39', '30–39 tahun'), ('40_49', '40–49 tahun'), ('50_ke_atas', '50 tahun ke atas')], max_length=12, verbose_name='kelompok usia')),
                ('education', models.CharField(blank=True, choices=[('sd', 'SD/sederajat atau di bawahnya'), ('smp', 'SMP/sederajat'), ('sma', 'SMA/sederajat'), ('diploma', 'D1–D3'), ('s1', 'D4/S1'), ('s2', 'S2 ke atas')], max_length=10, verbose_name='pendidikan')),
                ('work', models.CharField(blank=True, choices=[('asn', 'ASN'), ('tni_polri', 'TNI/Polri'), ('swasta', 'Pegawai swasta'), ('wirausaha', 'Wirausaha'), ('petani', 'Petani, peternak atau nelayan'), ('pelajar', 'Pelajar/mahasiswa'), ('rumah_tangga', 'Mengurus rumah tangga'), ('lainnya', 'Lainnya')], max_length=14, verbose_name='pekerjaan')),
                ('persyaratan', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak sesuai'), (2, '2 – Kurang sesuai'), (3, '3 – Sesuai'), (4, '4 – Sangat sesuai')], null=True, verbose_name='Persyaratan')),
                ('prosedur', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak mudah'), (2, '2 – Kurang mudah'), (3, '3 – Mudah'), (4, '4 – Sangat mudah')], null=True, verbose_name='Sistem, Mekanisme, dan Prosedur')),
                ('waktu', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak cepat'), (2, '2 – Kurang cepat'), (3, '3 – Cepat'), (4, '4 – Sangat cepat')], null=True, verbose_name='Waktu Penyelesaian')),
                ('biaya', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Sangat mahal'), (2, '2 – Cukup mahal'), (3, '3 – Murah'), (4, '4 – Gratis')], null=True, verbose_name='Biaya/Tarif')),
                ('produk', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak sesuai'), (2, '2 – Kurang sesuai'), (3, '3 – Sesuai'), (4, '4 – Sangat sesuai')], null=True, verbose_name='Produk Spesifikasi Jenis Pelayanan')),
                ('kompetensi', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak mampu'), (2, '2 – Kurang mampu'), (3, '3 – Mampu'), (4, '4 – Sangat mampu')], null=True, verbose_name='Kompetensi Pelaksana')),
                ('perilaku', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak sopan dan ramah'), (2, '2 – Kurang sopan dan ramah'), (3, '3 – Sopan dan ramah'), (4, '4 – Sangat sopan dan ramah')], null=True, verbose_name='Perilaku Pelaksana')),
                ('pengaduan', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Tidak ada'), (2, '2 – Ada tetapi tidak berfungsi'), (3, '3 – Berfungsi kurang maksimal'), (4, '4 – Dikelola dengan baik')], null=True, verbose_name='Penanganan Pengaduan, Saran dan Masukan')),
                ('sarpras', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 – Buruk'), (2, '2 – Cukup'), (3, '3 – Baik'), (4, '4 – Sangat baik')], null=True, verbose_name='Sarana dan Prasarana')),
                ('suggestion', models.CharField(blank=True, max_length=500, verbose_name='saran')),
            ],
            options={
                'verbose_name': 'jawaban SKM',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('element', models.CharField(choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, Mekanisme, dan Prosedur'), ('waktu', 'Waktu Penyelesaian'), ('biaya', 'Biaya/Tarif'), ('produk', 'Produk Spesifikasi Jenis Pelayanan'), ('kompetensi', 'Kompetensi Pelaksana'), ('perilaku', 'Perilaku Pelaksana'), ('pengaduan', 'Penanganan Pengaduan, Saran dan Masukan'), ('sarpras', 'Sarana dan Prasarana')], max_length=12, verbose_name='unsur')),
                ('due_on', models.DateField(verbose_name='batas waktu')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='survey.surveyreport', verbose_name='laporan SKM')),
            ],
            options={
                'verbose_name': 'rencana tindak lanjut SKM',
            },
            bases=('ledger.entry',),
        ),
    ]
