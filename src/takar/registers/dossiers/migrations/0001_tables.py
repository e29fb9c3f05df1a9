import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("dossiers", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierCheck',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('received_from', models.CharField(max_length=200, verbose_name='diterima dari')),
                ('letter_number', models.CharField(blank=True, max_length=200, verbose_name='nomor surat pengantar')),
                ('present', models.JSONField(blank=True, default=list, editable=False, verbose_name='yang ada')),
                ('lacking', models.JSONField(blank=True, default=list, editable=False, verbose_name='yang kurang')),
            ],
            options={
                'verbose_name': 'pemeriksaan berkas',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='DossierChecklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('valid_from', models.DateField(verbose_name='berlaku mulai')),
                ('valid_until', models.DateField(blank=True, help_text='Hari terakhir berlaku. Kosongkan bila masih berlaku.', null=True, verbose_name='berlaku sampai')),
                ('points', models.TextField(help_text='Satu butir per baris. Akhiri dengan (bila ada) bila butir itu tidak wajib.', verbose_name='butir yang diperiksa')),
                ('verified', models.BooleanField(default=False, help_text='Tandai setelah isinya dicocokkan dengan aturan yang berlaku di kabupaten.', verbose_name='sudah diperiksa')),
                ('kind', models.CharField(choices=[('pencairan_add', 'Pencairan Alokasi Dana Desa (ADD)'), ('pencairan_dd', 'Pencairan Dana Desa (DD)'), ('apbdes', 'Rancangan APBDes'), ('perubahan_apbdes', 'Rancangan perubahan APBDes'), ('rkpdes', 'RKPDes'), ('rpjmdes', 'RPJMDes'), ('lpj', 'Laporan pertanggungjawaban APBDes (LPJ)'), ('lppd_desa', 'LPPD desa'), ('perdes', 'Rancangan Peraturan Desa'), ('perangkat_desa', 'Pengangkatan/pemberhentian perangkat desa'), ('bpd', 'Keanggotaan BPD'), ('aset_desa', 'Inventarisasi aset desa'), ('pertanahan', 'Administrasi pertanahan'), ('pindah_tugas', 'Pindah tugas pegawai'), ('lainnya', 'Berkas lain')], max_length=40, verbose_name='jenis berkas')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'kelengkapan berkas',
                'ordering': ['kind', '-valid_from', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='dossierchecklist_ends_after_start', violation_error_message='Akhir masa berlaku tidak dapat mendahului awalnya.'), models.UniqueConstraint(fields=('office', 'kind', 'valid_from'), name='dossierchecklist_once', violation_error_message='Sudah ada daftar untuk jenis ini yang berlaku mulai tanggal tersebut.')],
            },
        ),
    ]
