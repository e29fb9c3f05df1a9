import django.core.validators
import django.db.models.deletion
import takar.kernel.clock
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("measurement", "0001_initial"),
        ("measurement", "0002_own_measures_and_closing"),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('ledger', '0001_tables'),
        ('organisation', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('closing', 'Penutupan'), ('restatement', 'Penyajian kembali')], max_length=12)),
                ('period', models.CharField(max_length=8, verbose_name='periode')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('made_by_name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(default=takar.kernel.clock.now)),
                ('ledger_seq', models.PositiveBigIntegerField()),
                ('ledger_hash', models.CharField(max_length=64)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'penutupan periode',
                'ordering': ['-seq'],
            },
        ),
        migrations.CreateModel(
            name='Binding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=80, verbose_name='ukuran')),
                ('polarity', models.CharField(choices=[("higher", 'Makin tinggi makin baik'), ("lower", 'Makin rendah makin baik')], default="higher", max_length=6, verbose_name='arah')),
                ('formula', models.CharField(choices=[('standard', '(2 × target − realisasi) ÷ target'), ('ratio', 'target ÷ realisasi')], default='standard', max_length=8, verbose_name='rumus capaian bila makin rendah makin baik')),
                ('bound_at', models.DateTimeField(default=takar.kernel.clock.now, editable=False)),
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.indicator', verbose_name='indikator')),
            ],
            options={
                'verbose_name': 'ikatan ukuran',
            },
        ),
        migrations.CreateModel(
            name='FrozenValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=12)),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('facts', models.JSONField(default=list)),
                ('definition', models.JSONField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='measurement.act')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.indicator')),
            ],
            options={
                'ordering': ['indicator__no'],
            },
        ),
        migrations.CreateModel(
            name='OfficeMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('label', models.CharField(max_length=200, verbose_name='nama ukuran')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'ukuran',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='MeasureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('definition', models.JSONField()),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='alasan perubahan')),
                ('made_by_name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(default=takar.kernel.clock.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='measurement.officemeasure')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='StatedValue',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('value', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Nilai tidak kurang dari nol.')], verbose_name='nilai')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.officemeasure', verbose_name='ukuran')),
            ],
            options={
                'verbose_name': 'nilai manual',
            },
            bases=('ledger.entry',),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.UniqueConstraint(fields=('office', 'seq'), name='act_seq_once'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'closing')), fields=('office', 'period'), name='period_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='frozenvalue',
            constraint=models.UniqueConstraint(fields=('act', 'indicator'), name='frozen_once'),
        ),
        migrations.AddConstraint(
            model_name='officemeasure',
            constraint=models.UniqueConstraint(fields=('office', 'label'), name='office_measure_once', violation_error_message='Ukuran dengan nama ini sudah ada.'),
        ),
        migrations.AddConstraint(
            model_name='measureversion',
            constraint=models.UniqueConstraint(fields=('measure', 'number'), name='measure_version_once'),
        ),
    ]
