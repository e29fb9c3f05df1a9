import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("goods", "0001_initial"),
        ("goods", "0002_store_room"),
        ("goods", "0003_cards_of_what_was_recorded"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='InventoryReport',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('period_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1900, 'Tulis tahun empat angka.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka.')], verbose_name='tahun laporan')),
                ('recipient', models.CharField(blank=True, max_length=200, verbose_name='disampaikan kepada')),
            ],
            options={
                'verbose_name': 'laporan barang',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='StockItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='kode barang')),
                ('name', models.CharField(max_length=160, verbose_name='nama barang')),
                ('unit', models.CharField(help_text='Misalnya: rim, buah, botol.', max_length=30, verbose_name='satuan')),
                ('category', models.CharField(choices=[('atk', 'Alat tulis kantor'), ('kebersihan', 'Alat dan bahan kebersihan'), ('cetak', 'Barang cetakan'), ('listrik', 'Alat listrik'), ('lainnya', 'Lainnya')], default='atk', max_length=20, verbose_name='golongan')),
                ('minimum', models.DecimalField(decimal_places=2, default=Decimal('0'), help_text='Bila sisa sampai di batas ini, barang ditandai menipis. Nol: tidak diingatkan.', max_digits=12, verbose_name='batas persediaan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'barang persediaan',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('lines', models.JSONField(default=list, editable=False, verbose_name='hitungan')),
            ],
            options={
                'verbose_name': 'opname persediaan',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='SupplyRequest',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('wanted', models.TextField(help_text='Satu barang tiap baris: banyaknya, satuan, lalu nama barang. Misalnya: 2 rim Kertas HVS F4.', verbose_name='barang yang diminta')),
                ('lines', models.JSONField(default=list, editable=False)),
                ('granted', models.JSONField(default=dict, editable=False, verbose_name='jumlah disetujui')),
            ],
            options={
                'verbose_name': 'permintaan barang',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('code', models.CharField(help_text='Menurut kodefikasi barang milik daerah, misalnya 1.3.2.05.02.01.001.', max_length=40, validators=[django.core.validators.RegexValidator('^\\d+([.]\\d+)*$', 'Tulis angka dan titik saja, misalnya 1.3.2.05.02.01.001.')], verbose_name='kode barang')),
                ('register', models.CharField(blank=True, help_text='Bila dikosongkan, nomor berikutnya untuk kode ini.', max_length=4, verbose_name='register')),
                ('year_made', models.PositiveSmallIntegerField(blank=True, help_text='Bila dikosongkan, tahun tanggal perolehan.', null=True, validators=[django.core.validators.MinValueValidator(1900, 'Tulis tahun empat angka.'), django.core.validators.MaxValueValidator(2100, 'Tulis tahun empat angka.')], verbose_name='tahun pembuatan/pembelian')),
                ('origin', models.CharField(choices=[('pembelian', 'Pembelian'), ('hibah', 'Hibah'), ('mutasi', 'Mutasi dari unit lain'), ('pembangunan', 'Pembangunan'), ('tukar', 'Tukar-menukar'), ('lainnya', 'Lainnya')], default='pembelian', max_length=12, verbose_name='asal usul')),
                ('price', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='harga perolehan (Rp)')),
                ('pieces', models.PositiveIntegerField(default=1, help_text='Barang sejenis tanpa nomor pabrik boleh dalam satu baris.', validators=[django.core.validators.MinValueValidator(1, 'Sekurang-kurangnya satu.')], verbose_name='jumlah barang')),
                ('unit', models.CharField(default='unit', max_length=30, verbose_name='satuan')),
                ('condition', models.CharField(choices=[('B', 'Baik'), ('RR', 'Rusak ringan (kurang baik)'), ('RS', 'Rusak sedang'), ('RB', 'Rusak berat')], default='B', max_length=2, verbose_name='keadaan awal')),
                ('remark', models.CharField(blank=True, max_length=240, verbose_name='keterangan')),
                ('area_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Tidak dapat kurang dari nol.')], verbose_name='luas (m²)')),
                ('location', models.CharField(blank=True, max_length=240, verbose_name='letak/alamat')),
                ('land_right', models.CharField(blank=True, max_length=80, verbose_name='status tanah (hak)')),
                ('certificate_number', models.CharField(blank=True, max_length=120, verbose_name='nomor sertifikat')),
                ('certificate_date', models.DateField(blank=True, null=True, verbose_name='tanggal sertifikat')),
                ('used_for', models.CharField(blank=True, max_length=120, verbose_name='penggunaan')),
                ('brand', models.CharField(blank=True, max_length=120, verbose_name='merk/tipe')),
                ('size', models.CharField(blank=True, max_length=80, verbose_name='ukuran/CC')),
                ('material', models.CharField(blank=True, max_length=80, verbose_name='bahan')),
                ('factory_number', models.CharField(blank=True, max_length=120, verbose_name='nomor pabrik')),
                ('chassis_number', models.CharField(blank=True, max_length=120, verbose_name='nomor rangka')),
                ('engine_number', models.CharField(blank=True, max_length=120, verbose_name='nomor mesin')),
                ('plate', models.CharField(blank=True, max_length=20, verbose_name='nomor polisi')),
                ('title_deed', models.CharField(blank=True, max_length=80, verbose_name='nomor BPKB')),
                ('tax_due', models.DateField(blank=True, help_text='Kendaraan: pengesahan STNK berikutnya.', null=True, verbose_name='pajak tahunan jatuh tempo')),
                ('papers_until', models.DateField(blank=True, help_text='Kendaraan: ganti STNK lima tahunan.', null=True, verbose_name='STNK dan TNKB berlaku sampai')),
                ('remind_days', models.PositiveSmallIntegerField(default=30, help_text='Kendaraan: berapa hari sebelum jatuh tempo.', verbose_name='diingatkan sebelumnya (hari)')),
                ('storeys', models.CharField(blank=True, choices=[('ya', 'Ya'), ('tidak', 'Tidak')], max_length=6, verbose_name='bertingkat')),
                ('concrete', models.CharField(blank=True, choices=[('ya', 'Ya'), ('tidak', 'Tidak')], max_length=6, verbose_name='beton')),
                ('structure', models.CharField(blank=True, choices=[('P', 'Permanen'), ('SP', 'Semi permanen'), ('D', 'Darurat')], max_length=2, verbose_name='bangunan')),
                ('floor_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Tidak dapat kurang dari nol.')], verbose_name='luas lantai (m²)')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='nomor dokumen')),
                ('document_date', models.DateField(blank=True, null=True, verbose_name='tanggal dokumen')),
                ('land_status', models.CharField(blank=True, max_length=80, verbose_name='status tanah')),
                ('land_code', models.CharField(blank=True, max_length=40, verbose_name='nomor kode tanah')),
                ('construction', models.CharField(blank=True, max_length=80, verbose_name='konstruksi')),
                ('length_km', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Tidak dapat kurang dari nol.')], verbose_name='panjang (km)')),
                ('width_m', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Tidak dapat kurang dari nol.')], verbose_name='lebar (m)')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='judul/pencipta')),
                ('specification', models.CharField(blank=True, max_length=120, verbose_name='spesifikasi')),
                ('art_origin', models.CharField(blank=True, max_length=120, verbose_name='asal daerah kesenian')),
                ('artist', models.CharField(blank=True, max_length=120, verbose_name='pencipta kesenian')),
                ('species', models.CharField(blank=True, max_length=80, verbose_name='jenis hewan/tumbuhan')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='tanggal mulai')),
                ('funding', models.CharField(blank=True, max_length=120, verbose_name='asal usul pembiayaan')),
                ('now_is', models.CharField(blank=True, choices=[('B', 'Baik'), ('RR', 'Rusak ringan (kurang baik)'), ('RS', 'Rusak sedang'), ('RB', 'Rusak berat')], editable=False, max_length=2, verbose_name='keadaan')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='pemegang')),
            ],
            options={
                'verbose_name': 'aset',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='Vehicle',
            fields=[
            ],
            options={
                'verbose_name': 'kendaraan dinas',
                'ordering': ['plate'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('goods.asset',),
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('code', models.CharField(max_length=20, verbose_name='kode ruangan')),
                ('name', models.CharField(max_length=120, verbose_name='nama ruangan')),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='penanggung jawab ruangan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'ruangan',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='AssetMove',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('condition', models.CharField(blank=True, choices=[('B', 'Baik'), ('RR', 'Rusak ringan (kurang baik)'), ('RS', 'Rusak sedang'), ('RB', 'Rusak berat')], max_length=2, verbose_name='keadaan baru')),
                ('record_number', models.CharField(blank=True, max_length=200, verbose_name='berita acara (nomor dan tanggal)')),
                ('was', models.CharField(blank=True, choices=[('B', 'Baik'), ('RR', 'Rusak ringan (kurang baik)'), ('RS', 'Rusak sedang'), ('RB', 'Rusak berat')], editable=False, max_length=2, verbose_name='keadaan lama')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='goods.asset', verbose_name='aset')),
                ('from_room', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.room', verbose_name='ruangan lama')),
                ('to_room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.room', verbose_name='ruangan baru')),
            ],
            options={
                'verbose_name': 'mutasi aset',
            },
            bases=('ledger.entry',),
        ),
        migrations.AddField(
            model_name='asset',
            name='now_in',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='goods.room', verbose_name='ruangan'),
        ),
        migrations.AddField(
            model_name='asset',
            name='room',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.room', verbose_name='ruangan awal'),
        ),
        migrations.CreateModel(
            name='StockBalance',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='goods.stockitem', verbose_name='barang')),
                ('quantity', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='sisa')),
            ],
            options={
                'verbose_name': 'sisa persediaan',
            },
        ),
        migrations.CreateModel(
            name='Procurement',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('contract_number', models.CharField(blank=True, max_length=120, verbose_name='nomor SPK/kontrak')),
                ('contract_date', models.DateField(blank=True, null=True, verbose_name='tanggal SPK/kontrak')),
                ('supplier', models.CharField(blank=True, max_length=200, verbose_name='penyedia')),
                ('quantity', models.DecimalField(decimal_places=2, default=Decimal('1'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), 'Banyaknya harus lebih dari nol.')], verbose_name='banyaknya')),
                ('unit', models.CharField(default='unit', max_length=30, verbose_name='satuan')),
                ('unit_price', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=16, verbose_name='harga satuan (Rp)')),
                ('payment_number', models.CharField(blank=True, max_length=120, verbose_name='nomor SPM/kuitansi')),
                ('payment_date', models.DateField(blank=True, null=True, verbose_name='tanggal SPM/kuitansi')),
                ('used_by', models.CharField(blank=True, max_length=200, verbose_name='dipergunakan pada unit')),
                ('source', models.CharField(blank=True, choices=[('apbd', 'APBD Kabupaten'), ('provinsi', 'APBD Provinsi'), ('apbn', 'APBN'), ('hibah', 'Hibah'), ('lainnya', 'Lainnya')], default='apbd', max_length=12, verbose_name='sumber dana')),
                ('item', models.ForeignKey(blank=True, help_text='Bila yang dibeli barang pakai habis; penerimaannya nanti terisi sendiri.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.stockitem', verbose_name='barang persediaan')),
            ],
            options={
                'verbose_name': 'pengadaan barang',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='StockCardLine',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='card', serialize=False, to='ledger.entry')),
                ('on', models.DateField(verbose_name='tanggal')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='banyaknya')),
                ('price', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='harga satuan')),
                ('remaining', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='sisa lapisan')),
                ('cost', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=20, verbose_name='nilai')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card', to='goods.stockitem', verbose_name='barang')),
            ],
            options={
                'verbose_name': 'baris kartu persediaan',
            },
        ),
        migrations.CreateModel(
            name='StockAdjustment',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), 'Banyaknya harus lebih dari nol.')], verbose_name='banyaknya')),
                ('direction', models.CharField(choices=[('lebih', 'Lebih'), ('kurang', 'Kurang')], max_length=6, verbose_name='selisih')),
                ('unit_price', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='harga satuan (Rp)')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.stockitem', verbose_name='barang')),
                ('count', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='goods.stockcount', verbose_name='opname')),
            ],
            options={
                'verbose_name': 'penyesuaian persediaan',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='StockIssue',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), 'Banyaknya harus lebih dari nol.')], verbose_name='banyaknya')),
                ('receiver', models.CharField(max_length=200, verbose_name='diserahkan kepada')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='untuk')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.stockitem', verbose_name='barang')),
            ],
            options={
                'verbose_name': 'pengeluaran barang',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='StockReceipt',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), 'Banyaknya harus lebih dari nol.')], verbose_name='banyaknya')),
                ('unit_price', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='harga satuan (Rp)')),
                ('supplier', models.CharField(max_length=200, verbose_name='dari')),
                ('invoice', models.CharField(blank=True, max_length=200, verbose_name='faktur (nomor dan tanggal)')),
                ('inspection_record', models.CharField(blank=True, max_length=200, verbose_name='berita acara pemeriksaan')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.stockitem', verbose_name='barang')),
            ],
            options={
                'verbose_name': 'penerimaan barang',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='VehicleRenewal',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('due_on', models.DateField(blank=True, help_text='Bila dikosongkan, menurut surat yang berlaku.', null=True, verbose_name='jatuh tempo')),
                ('tax', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='PKB (Rp)')),
                ('levy', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='SWDKLLJ (Rp)')),
                ('fees', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='biaya STNK/TNKB dan denda (Rp)')),
                ('valid_until', models.DateField(blank=True, editable=False, null=True, verbose_name='berlaku sampai')),
                ('vehicle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='goods.vehicle', verbose_name='kendaraan')),
            ],
            options={
                'verbose_name': 'perpanjangan surat kendaraan',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='AssetSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('last', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'code'), name='asset_series_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.UniqueConstraint(fields=('office', 'code'), name='room_code_once', violation_error_message='Ruangan dengan kode ini sudah ada.'),
        ),
        migrations.AddConstraint(
            model_name='stockbalance',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='stock_never_below_zero'),
        ),
        migrations.AddConstraint(
            model_name='stockitem',
            constraint=models.UniqueConstraint(fields=('office', 'name'), name='stock_item_once', violation_error_message='Barang dengan nama ini sudah ada.'),
        ),
        migrations.AddIndex(
            model_name='stockcardline',
            index=models.Index(fields=['item', 'on'], name='stock_card'),
        ),
    ]
