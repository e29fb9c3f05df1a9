import django.core.validators
import django.db.models.deletion
import takar.kernel.encrypted
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("services", "0001_initial"),
        ("services", "0002_encrypted_identifiers"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Tetap sama bila standarnya berganti.', max_length=40, verbose_name='kode')),
                ('name', models.CharField(max_length=160, verbose_name='nama layanan')),
                ('category', models.CharField(choices=[('perizinan', 'Perizinan'), ('nonperizinan', 'Nonperizinan'), ('kependudukan', 'Kependudukan'), ('administrasi_umum', 'Administrasi umum')], max_length=20, verbose_name='kelompok')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('requirements', models.TextField(blank=True, help_text='Satu baris satu berkas.', verbose_name='persyaratan')),
                ('promise', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1, 'Lama proses sekurang-kurangnya 1.')], verbose_name='lama proses')),
                ('promise_unit', models.CharField(choices=[('menit', 'menit'), ('jam', 'jam'), ('hari_kerja', 'hari kerja')], default='hari_kerja', max_length=10, verbose_name='satuan lama proses')),
                ('fee', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Biaya tidak kurang dari nol.')], verbose_name='biaya/tarif (Rp)')),
                ('official', models.CharField(blank=True, max_length=120, verbose_name='pejabat yang menetapkan')),
                ('active_from', models.DateField(verbose_name='berlaku sejak')),
                ('active_until', models.DateField(blank=True, help_text='Kosongkan selama masih berlaku.', null=True, verbose_name='berlaku sampai sebelum')),
                ('verified', models.BooleanField(default=False, help_text='Standarnya sudah dicocokkan dengan keputusan kantor.', verbose_name='sudah diperiksa')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'jenis layanan',
                'ordering': ['category', 'name', 'active_from'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRequest',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('category', models.CharField(blank=True, choices=[('perizinan', 'Perizinan'), ('nonperizinan', 'Nonperizinan'), ('kependudukan', 'Kependudukan'), ('administrasi_umum', 'Administrasi umum')], max_length=20, verbose_name='kelompok layanan')),
                ('applicant', models.CharField(max_length=160, verbose_name='nama pemohon')),
                ('nik', takar.kernel.encrypted.EncryptedText(blank=True, help_text='16 angka. Setelah disimpan hanya empat angka akhir terlihat.', max_length=24, verbose_name='NIK')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='alamat')),
                ('phone', takar.kernel.encrypted.EncryptedText(blank=True, max_length=30, verbose_name='telepon')),
                ('fee', models.DecimalField(blank=True, decimal_places=2, help_text='Kosongkan untuk mengikuti standar layanan.', max_digits=12, null=True, verbose_name='biaya (Rp)')),
                ('ticket', models.CharField(editable=False, max_length=9, unique=True, verbose_name='kode tiket')),
                ('promised_on', models.DateField(editable=False, verbose_name='dijanjikan selesai')),
                ('papers', models.JSONField(default=list, editable=False, verbose_name='berkas yang ada')),
                ('missing', models.JSONField(default=list, editable=False, verbose_name='berkas yang kurang')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.servicetype', verbose_name='jenis layanan')),
            ],
            options={
                'verbose_name': 'permohonan layanan',
            },
            bases=('ledger.entry',),
        ),
        migrations.AddConstraint(
            model_name='servicetype',
            constraint=models.UniqueConstraint(fields=('office', 'code', 'active_from'), name='service_type_once', violation_error_message='Layanan dengan kode ini sudah berlaku sejak tanggal itu.'),
        ),
        migrations.AddConstraint(
            model_name='servicetype',
            constraint=models.CheckConstraint(condition=models.Q(('active_until__isnull', True), ('active_until__gt', models.F('active_from')), _connector='OR'), name='service_type_span', violation_error_message='Akhir masa berlaku harus sesudah awalnya.'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(fields=['promised_on'], name='service_request_promise'),
        ),
    ]
