import django.core.validators
import django.db.models.deletion
import takar.kernel.encrypted
import takar.registers.cases.models.land_tax
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_encrypted_people"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('incident', models.CharField(choices=[('kriminalitas', 'Kriminalitas'), ('kecelakaan', 'Kecelakaan'), ('konflik', 'Konflik warga'), ('orang_hilang', 'Orang hilang'), ('unjuk_rasa', 'Unjuk rasa'), ('miras_narkoba', 'Miras dan narkoba'), ('tanpa_izin', 'Keramaian atau usaha tanpa izin'), ('gangguan_lain', 'Gangguan lain'), ('sppt_salah', 'SPPT salah atau ganda'), ('sppt_tidak_sampai', 'SPPT tidak sampai'), ('tunggakan', 'Tunggakan'), ('mutasi_objek', 'Mutasi objek pajak'), ('telantar', 'Orang telantar'), ('kemiskinan', 'Warga miskin belum terbantu'), ('disabilitas', 'Disabilitas'), ('gangguan_jiwa', 'Gangguan jiwa'), ('kekerasan', 'Kekerasan dalam rumah tangga'), ('bansos', 'Bantuan sosial bermasalah'), ('banjir', 'Banjir'), ('longsor', 'Tanah longsor'), ('angin', 'Angin kencang'), ('gempa', 'Gempa bumi'), ('kekeringan', 'Kekeringan'), ('kebakaran', 'Kebakaran'), ('gelombang', 'Gelombang pasang'), ('lain', 'Lainnya')], max_length=30, verbose_name='kejadian')),
                ('severity', models.CharField(choices=[('ringan', 'Ringan'), ('sedang', 'Sedang'), ('berat', 'Berat')], default='ringan', max_length=10, verbose_name='tingkat')),
                ('source', models.CharField(choices=[('desa', 'Laporan dari desa'), ('warga', 'Laporan warga'), ('patroli', 'Patroli dan pemantauan'), ('polisi', 'Polsek atau Koramil'), ('instansi', 'Instansi lain'), ('media', 'Media')], default='desa', max_length=10, verbose_name='asal laporan')),
                ('happened_on', models.DateField(blank=True, null=True, verbose_name='tanggal kejadian')),
                ('place', models.CharField(blank=True, help_text='Dusun, RT/RW, jalan.', max_length=200, verbose_name='tempat kejadian')),
                ('account', models.TextField(blank=True, help_text='Tanpa nama dan alamat orang.', verbose_name='uraian kejadian')),
                ('reporter', takar.kernel.encrypted.EncryptedText(blank=True, max_length=160, verbose_name='nama pelapor')),
                ('concerned', takar.kernel.encrypted.EncryptedText(blank=True, help_text='Nama, NIK, alamat. Hanya dibaca yang menangani.', max_length=4000, verbose_name='orang yang terkait')),
                ('contact', takar.kernel.encrypted.EncryptedText(blank=True, max_length=60, verbose_name='telepon yang dihubungi')),
                ('cause', models.CharField(blank=True, max_length=200, verbose_name='penyebab')),
                ('deaths', models.PositiveIntegerField(blank=True, null=True, verbose_name='meninggal')),
                ('injured', models.PositiveIntegerField(blank=True, null=True, verbose_name='luka-luka')),
                ('missing', models.PositiveIntegerField(blank=True, null=True, verbose_name='hilang')),
                ('displaced', models.PositiveIntegerField(blank=True, null=True, verbose_name='mengungsi')),
                ('houses_heavy', models.PositiveIntegerField(blank=True, null=True, verbose_name='rumah rusak berat')),
                ('houses_medium', models.PositiveIntegerField(blank=True, null=True, verbose_name='rumah rusak sedang')),
                ('houses_light', models.PositiveIntegerField(blank=True, null=True, verbose_name='rumah rusak ringan')),
                ('facilities', models.CharField(blank=True, max_length=200, verbose_name='fasilitas yang rusak')),
                ('loss', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Kerugian tidak kurang dari nol.')], verbose_name='taksiran kerugian (Rp)')),
                ('needs', models.CharField(blank=True, max_length=200, verbose_name='kebutuhan')),
            ],
            options={
                'verbose_name': 'masalah',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='LandTaxAssessment',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('tax_year', models.PositiveSmallIntegerField(default=takar.registers.cases.models.land_tax.this_year, validators=[django.core.validators.MinValueValidator(1994, 'Tulis tahun empat angka, misalnya 2026.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka, misalnya 2026.')], verbose_name='tahun pajak')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(Decimal('1'), 'Jumlah harus lebih dari nol.')], verbose_name='jumlah pokok (Rp)')),
                ('notices', models.PositiveIntegerField(blank=True, null=True, verbose_name='jumlah SPPT')),
                ('due_on', models.DateField(help_text='Menurut peraturan daerah; sesudahnya yang belum lunas menjadi tunggakan.', verbose_name='jatuh tempo')),
            ],
            options={
                'verbose_name': 'baku PBB-P2',
                'indexes': [models.Index(fields=['tax_year'], name='land_tax_assessment_year')],
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='LandTaxPayment',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('tax_year', models.PositiveSmallIntegerField(default=takar.registers.cases.models.land_tax.this_year, validators=[django.core.validators.MinValueValidator(1994, 'Tulis tahun empat angka, misalnya 2026.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka, misalnya 2026.')], verbose_name='tahun pajak')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(Decimal('1'), 'Jumlah harus lebih dari nol.')], verbose_name='jumlah pokok (Rp)')),
                ('notices', models.PositiveIntegerField(blank=True, null=True, verbose_name='jumlah SPPT lunas')),
                ('fine', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Denda tidak kurang dari nol.')], verbose_name='denda (Rp)')),
                ('receipt', models.CharField(blank=True, max_length=80, verbose_name='nomor bukti setor')),
            ],
            options={
                'verbose_name': 'setoran PBB-P2',
                'indexes': [models.Index(fields=['tax_year'], name='land_tax_payment_year')],
            },
            bases=('ledger.entry',),
        ),
    ]
