import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("catalogue", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('organisation', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='nomor keputusan')),
                ('serial', models.CharField(blank=True, max_length=40, verbose_name='nomor urut')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='tahun keputusan')),
                ('cover_year', models.PositiveSmallIntegerField(null=True, verbose_name='tahun pada sampul')),
                ('state', models.CharField(choices=[('draft', 'Konsep'), ('active', 'Berlaku'), ('retired', 'Tidak berlaku lagi')], default='draft', max_length=10, verbose_name='keadaan')),
                ('warnings', models.JSONField(default=list, verbose_name='keraguan pembaca')),
                ('source_name', models.CharField(max_length=200, verbose_name='nama berkas')),
                ('source_sha256', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField(auto_now_add=True, verbose_name='diimpor pada')),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'keputusan',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DecreePosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('duties', models.JSONField(default=list, verbose_name='tugas')),
                ('functions', models.JSONField(default=list, verbose_name='fungsi')),
                ('decree', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='catalogue.decree')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position')),
            ],
            options={
                'verbose_name': 'jabatan dalam keputusan',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=500, verbose_name='sasaran')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='catalogue.decreeposition')),
            ],
            options={
                'verbose_name': 'sasaran',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField(verbose_name='nomor')),
                ('name', models.CharField(max_length=600, verbose_name='indikator')),
                ('formula', models.CharField(max_length=600, verbose_name='formulasi penghitungan')),
                ('sources', models.JSONField(default=list, verbose_name='sumber data')),
                ('unit', models.CharField(max_length=40, verbose_name='satuan')),
                ('decree', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='catalogue.decree')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='catalogue.objective')),
            ],
            options={
                'verbose_name': 'indikator',
                'ordering': ['no'],
            },
        ),
        migrations.AddConstraint(
            model_name='decree',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('office',), name='one_active_decree'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('decree', 'no'), name='indicator_no_once'),
        ),
    ]
