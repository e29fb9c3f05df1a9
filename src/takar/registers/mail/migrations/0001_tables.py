import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("mail", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='FilingCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('scheme', models.CharField(choices=[('78_2012', 'Permendagri 78/2012'), ('83_2022', 'Permendagri 83/2022')], max_length=10, verbose_name='aturan')),
                ('code', models.CharField(max_length=30, verbose_name='kode')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('active_years', models.PositiveSmallIntegerField(default=1, verbose_name='retensi aktif (tahun)')),
                ('inactive_years', models.PositiveSmallIntegerField(default=2, verbose_name='retensi inaktif (tahun)')),
                ('fate', models.CharField(choices=[('musnah', 'Musnah'), ('permanen', 'Permanen'), ('dinilai_kembali', 'Dinilai kembali')], default='dinilai_kembali', max_length=20, verbose_name='nasib akhir')),
                ('verified', models.BooleanField(default=False, verbose_name='sudah diperiksa')),
            ],
            options={
                'verbose_name': 'klasifikasi arsip',
                'ordering': ['-scheme', 'code'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='filing_code_once')],
            },
        ),
        migrations.CreateModel(
            name='ArchiveItem',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('span', models.CharField(blank=True, help_text='Misalnya: Januari–Maret 2025.', max_length=60, verbose_name='kurun waktu')),
                ('quantity', models.PositiveIntegerField(default=1, verbose_name='jumlah (berkas)')),
                ('copy_level', models.CharField(choices=[('asli', 'Asli'), ('salinan', 'Salinan'), ('tembusan', 'Tembusan'), ('pertinggal', 'Pertinggal')], default='asli', max_length=12, verbose_name='tingkat perkembangan')),
                ('room', models.CharField(blank=True, max_length=60, verbose_name='ruang')),
                ('cabinet', models.CharField(blank=True, max_length=60, verbose_name='lemari/rak')),
                ('drawer', models.CharField(blank=True, max_length=60, verbose_name='laci/baris')),
                ('folder', models.CharField(blank=True, max_length=60, verbose_name='folder/boks')),
                ('closed_on', models.DateField(blank=True, help_text='Awal hitungan retensi.', null=True, verbose_name='berkas ditutup')),
                ('active_years', models.PositiveSmallIntegerField(blank=True, help_text='Kosongkan untuk mengikuti klasifikasi.', null=True, verbose_name='retensi aktif (tahun)')),
                ('inactive_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='retensi inaktif (tahun)')),
                ('fate', models.CharField(blank=True, choices=[('musnah', 'Musnah'), ('permanen', 'Permanen'), ('dinilai_kembali', 'Dinilai kembali')], max_length=20, verbose_name='nasib akhir')),
                ('filing_code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.filingcode', verbose_name='klasifikasi arsip')),
            ],
            options={
                'verbose_name': 'arsip',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='IncomingLetter',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('attachments', models.CharField(blank=True, max_length=120, verbose_name='lampiran')),
                ('urgency', models.CharField(choices=[('biasa', 'Biasa'), ('segera', 'Segera'), ('sangat_segera', 'Sangat segera')], default='biasa', max_length=20, verbose_name='sifat kecepatan')),
                ('security', models.CharField(choices=[('biasa', 'Biasa/terbuka'), ('terbatas', 'Terbatas'), ('rahasia', 'Rahasia')], default='biasa', help_text='Surat terbatas atau rahasia hanya terbaca pimpinan, pencatat dan penerima disposisi.', max_length=20, verbose_name='sifat keamanan')),
                ('sender', models.CharField(max_length=200, verbose_name='pengirim')),
                ('letter_number', models.CharField(blank=True, max_length=200, verbose_name='nomor surat')),
                ('letter_date', models.DateField(blank=True, null=True, verbose_name='tanggal surat')),
                ('filing_code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.filingcode', verbose_name='klasifikasi arsip')),
            ],
            options={
                'verbose_name': 'surat masuk',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='OutgoingLetter',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('attachments', models.CharField(blank=True, max_length=120, verbose_name='lampiran')),
                ('urgency', models.CharField(choices=[('biasa', 'Biasa'), ('segera', 'Segera'), ('sangat_segera', 'Sangat segera')], default='biasa', max_length=20, verbose_name='sifat kecepatan')),
                ('security', models.CharField(choices=[('biasa', 'Biasa/terbuka'), ('terbatas', 'Terbatas'), ('rahasia', 'Rahasia')], default='biasa', help_text='Surat terbatas atau rahasia hanya terbaca pimpinan, pencatat dan penerima disposisi.', max_length=20, verbose_name='sifat keamanan')),
                ('recipient', models.CharField(blank=True, max_length=300, verbose_name='dikirim kepada')),
                ('copies', models.CharField(blank=True, max_length=300, verbose_name='tembusan')),
                ('filing_code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.filingcode', verbose_name='klasifikasi arsip')),
                ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='mail.incomingletter', verbose_name='menjawab surat masuk')),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='penanda tangan')),
            ],
            options={
                'verbose_name': 'surat keluar',
            },
            bases=('ledger.entry',),
        ),
        migrations.CreateModel(
            name='Disposition',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('sheet', models.UUIDField(verbose_name='lembar')),
                ('giver_name', models.CharField(max_length=200, verbose_name='nama pemberi')),
                ('instructions', models.JSONField(default=list, verbose_name='dengan hormat harap')),
                ('instruction', models.CharField(blank=True, max_length=500, verbose_name='catatan')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='batas waktu')),
                ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='pemberi disposisi')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to='mail.disposition', verbose_name='diteruskan dari')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='mail.incomingletter', verbose_name='surat masuk')),
            ],
            options={
                'verbose_name': 'disposisi',
                'indexes': [models.Index(fields=['sheet'], name='disposition_sheet')],
            },
            bases=('ledger.entry',),
        ),
    ]
