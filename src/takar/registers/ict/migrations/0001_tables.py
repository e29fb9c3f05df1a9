import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("ict", "0001_support_jobs"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportJob',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('place', models.CharField(blank=True, help_text='Ruang, loket atau perangkat.', max_length=160, verbose_name='tempat')),
                ('started_at', models.DateTimeField(blank=True, help_text='Tanggal dan jam, misalnya 12/3/2026 08.30.', null=True, verbose_name='mulai')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='selesai')),
                ('platform', models.CharField(blank=True, max_length=200, verbose_name='aplikasi atau tautan')),
                ('equipment', models.CharField(blank=True, help_text='Misalnya kamera, mikrofon, proyektor, sakelar jaringan.', max_length=240, verbose_name='peralatan')),
                ('layout', models.CharField(blank=True, help_text='Misalnya kelas, U, teater.', max_length=160, verbose_name='tata letak')),
                ('cause', models.CharField(blank=True, max_length=240, verbose_name='penyebab')),
                ('solution', models.CharField(blank=True, max_length=500, verbose_name='penanganan')),
                ('requester', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='diminta oleh')),
            ],
            options={
                'verbose_name': 'layanan TIK',
                'indexes': [models.Index(fields=['started_at'], name='support_started')],
            },
            bases=('ledger.entry',),
        ),
    ]
