import django.core.validators
import django.db.models.deletion
import takar.kernel.money
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("finance", "0001_finance_books"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountabilityReport',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('month', models.CharField(help_text='Misalnya 2026-07.', max_length=7, validators=[django.core.validators.RegexValidator('^[12]\\d{3}-(0[1-9]|1[0-2])$', 'Tulis tahun dan bulan, misalnya 2026-07 untuk Juli 2026.')], verbose_name='bulan yang dipertanggungjawabkan')),
                ('amount', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='jumlah dipertanggungjawabkan (Rp)')),
                ('sub_activity', models.CharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^\\d[\\d.]*$', 'Kode terdiri atas angka dan titik, misalnya 5.1.02.01.01.0024.')], verbose_name='kode sub kegiatan')),
                ('due_on', models.DateField(blank=True, help_text='Bila dikosongkan, menurut aturan keuangan kantor: tanggal 10 bulan berikutnya.', null=True, verbose_name='batas waktu')),
            ],
            options={
                'verbose_name': 'surat pertanggungjawaban',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='CashBook',
            fields=[
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='organisation.office')),
                ('closed_through', models.DateField(blank=True, null=True, verbose_name='ditutup sampai dengan')),
            ],
            options={
                'verbose_name': 'keadaan buku kas umum',
            },
        ),
        migrations.CreateModel(
            name='CashClosing',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('month', models.CharField(max_length=7, validators=[django.core.validators.RegexValidator('^[12]\\d{3}-(0[1-9]|1[0-2])$', 'Tulis tahun dan bulan, misalnya 2026-07 untuk Juli 2026.')], verbose_name='bulan')),
                ('opening', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='saldo awal (Rp)')),
                ('received', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='penerimaan bulan ini (Rp)')),
                ('spent', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='pengeluaran bulan ini (Rp)')),
                ('counts', models.JSONField(default=dict, verbose_name='lembar dan keping uang')),
                ('cash', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='uang tunai yang dihitung (Rp)')),
                ('bank', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='saldo bank menurut rekening koran (Rp)')),
                ('explanation', models.CharField(blank=True, max_length=500, verbose_name='penjelasan selisih')),
            ],
            options={
                'verbose_name': 'penutupan kas',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='FinancialReport',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('period', models.CharField(help_text='Misalnya 2026, 2026-S1 (semester), 2026-Q3 (triwulan) atau 2026-03 (bulan).', max_length=7, verbose_name='masa laporan')),
                ('budget', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), help_text='Untuk LRA: jumlah anggaran belanja.', max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='anggaran (Rp)')),
                ('realised', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='realisasi (Rp)')),
                ('realised_before', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='realisasi tahun lalu (Rp)')),
                ('due_on', models.DateField(blank=True, help_text='Bila dikosongkan, menurut aturan keuangan kantor.', null=True, verbose_name='batas waktu')),
            ],
            options={
                'verbose_name': 'laporan keuangan',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='PaymentRequest',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('spp_number', models.CharField(blank=True, help_text='Nomor dari SIPD.', max_length=200, verbose_name='nomor SPP')),
                ('gross', takar.kernel.money.MoneyField(decimal_places=2, max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), 'Jumlah harus lebih dari nol.')], verbose_name='jumlah kotor (Rp)')),
                ('vat', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='potongan PPN (Rp)')),
                ('income_tax', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='potongan PPh (Rp)')),
                ('other_deductions', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), help_text='IWP, BPJS, Taperum dan sejenisnya.', max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='potongan lain (Rp)')),
                ('deduction_note', models.CharField(blank=True, help_text='Misalnya PPh 21, PPh 23, IWP 8 %.', max_length=240, verbose_name='rincian potongan')),
                ('payee', models.CharField(blank=True, max_length=200, verbose_name='penerima')),
                ('sub_activity', models.CharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^\\d[\\d.]*$', 'Kode terdiri atas angka dan titik, misalnya 5.1.02.01.01.0024.')], verbose_name='kode sub kegiatan')),
                ('account', models.CharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^\\d[\\d.]*$', 'Kode terdiri atas angka dan titik, misalnya 5.1.02.01.01.0024.')], verbose_name='kode rekening')),
                ('spm_number', models.CharField(blank=True, max_length=200, verbose_name='nomor SPM')),
                ('sp2d_number', models.CharField(blank=True, max_length=200, verbose_name='nomor SP2D')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='finance.accountabilityreport', verbose_name='SPJ yang diajukan penggantiannya')),
            ],
            options={
                'verbose_name': 'SPP, SPM dan SP2D',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='CashEntry',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('proof_number', models.CharField(blank=True, max_length=120, verbose_name='nomor bukti')),
                ('account', models.CharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^\\d[\\d.]*$', 'Kode terdiri atas angka dan titik, misalnya 5.1.02.01.01.0024.')], verbose_name='kode rekening')),
                ('received', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='penerimaan (Rp)')),
                ('spent', takar.kernel.money.MoneyField(decimal_places=2, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Jumlah tidak boleh kurang dari nol.')], verbose_name='pengeluaran (Rp)')),
                ('place', models.CharField(choices=[('bank', 'Bank'), ('tunai', 'Tunai')], default='bank', max_length=6, verbose_name='tempat uang')),
                ('corrects', models.CharField(blank=True, help_text='Nomor BKU yang dibetulkan beserta tahunnya, misalnya 12/2026. Kosongkan bila bukan pembetulan.', max_length=12, verbose_name='membetulkan baris')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cash_entries', to='finance.paymentrequest', verbose_name='menurut SPP/SPM/SP2D')),
            ],
            options={
                'verbose_name': 'baris buku kas umum',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='FinanceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(choices=[('up_per_tahun', 'UP diajukan paling banyak (kali setahun)'), ('gu_persen', 'UP terpakai sebelum GU diajukan (persen)'), ('gu_nihil_bulan', 'GU Nihil diajukan mulai bulan ke-'), ('tu_bulan', 'TU dipertanggungjawabkan dalam (bulan)'), ('spj_tanggal', 'SPJ paling lambat tanggal (bulan berikutnya)'), ('lk_tahunan_bulan', 'Laporan keuangan tahunan paling lambat (bulan sesudahnya)'), ('lk_lain_bulan', 'Laporan keuangan lain paling lambat (bulan sesudahnya)')], max_length=20, verbose_name='aturan')),
                ('value', models.PositiveSmallIntegerField(verbose_name='nilai')),
                ('valid_from', models.DateField(verbose_name='berlaku sejak')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('verified', models.BooleanField(default=False, help_text='Tandai setelah dicocokkan dengan ketentuan kabupaten.', verbose_name='sudah diperiksa')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'aturan keuangan',
                'ordering': ['code', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('office', 'code', 'valid_from'), name='finance_rule_once', violation_error_message='Aturan ini sudah ada untuk tanggal berlaku yang sama.')],
            },
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('gross__gt', 0)), name='payment_gross_positive'),
        ),
        migrations.AddConstraint(
            model_name='cashentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received__gt', 0), ('spent', 0)), models.Q(('received', 0), ('spent__gt', 0)), _connector='OR'), name='cash_one_side'),
        ),
    ]
