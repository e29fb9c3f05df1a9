import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("agreements", "0001_initial"),
        ("agreements", "0002_target_ranges_and_achievement_rules"),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('organisation', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('state', models.CharField(choices=[('draft', 'Konsep'), ('proposed', 'Diajukan'), ('returned', 'Dikembalikan'), ('agreed', 'Disetujui'), ('signed', 'Ditandatangani'), ('revised', 'Diganti perubahan')], default='draft', max_length=10, verbose_name='keadaan')),
                ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='perubahan ke')),
                ('revision_reason', models.CharField(blank=True, choices=[('official', 'Pergantian atau mutasi pejabat'), ('strategy', 'Perubahan strategi (program, kegiatan, alokasi anggaran)'), ('priority', 'Perubahan prioritas atau asumsi yang berakibat signifikan')], max_length=10, verbose_name='alasan perubahan')),
                ('note', models.TextField(blank=True, verbose_name='catatan pengembalian')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='tempat')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='tanggal penandatanganan')),
                ('parties', models.JSONField(default=dict)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='pihak pertama')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='jabatan')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='agreements.agreement', verbose_name='perjanjian sebelumnya')),
                ('superior', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='pihak kedua')),
                ('superior_position', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.position', verbose_name='jabatan pihak kedua')),
            ],
            options={
                'verbose_name': 'perjanjian kinerja',
                'ordering': ['-year', 'position__order', '-revision'],
            },
        ),
        migrations.CreateModel(
            name='AgreedTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('objective_text', models.CharField(max_length=500, verbose_name='sasaran')),
                ('indicator_text', models.CharField(max_length=600, verbose_name='indikator')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='target')),
                ('target_to', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='sampai dengan')),
                ('unit', models.CharField(max_length=40, verbose_name='satuan')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.indicator')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='agreements.agreement')),
            ],
            options={
                'verbose_name': 'target',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='AchievementRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='tidak dipakai sejak')),
                ('valid_from', models.DateField(verbose_name='berlaku mulai')),
                ('classes', models.TextField(help_text='Satu kelas per baris, dari yang tertinggi: kode, sebutan, lalu batas yang harus dilampaui. Baris terakhir tanpa batas.', verbose_name='kelas capaian')),
                ('cap', models.PositiveSmallIntegerField(blank=True, choices=[(None, 'Tanpa batas'), (100, '100 %'), (110, '110 %'), (120, '120 %'), (150, '150 %')], help_text='Capaian di atasnya ditampilkan sebesar batas ini, dengan angka aslinya. Kosong: tanpa batas.', null=True, verbose_name='batas tertinggi capaian')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                ('verified', models.BooleanField(default=False, help_text='Tandai setelah isinya dicocokkan dengan aturan yang berlaku di kabupaten.', verbose_name='sudah diperiksa')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'aturan capaian',
                'ordering': ['-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('office', 'valid_from'), name='achievement_rule_once', violation_error_message='Sudah ada aturan capaian yang berlaku mulai tanggal tersebut.')],
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('position', 'person', 'year', 'revision'), name='agreement_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('revision', 0), models.Q(('revision_reason', ''), _negated=True), _connector='OR'), name='agreement_revision_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='agreedtarget',
            constraint=models.UniqueConstraint(fields=('agreement', 'indicator'), name='agreed_target_once'),
        ),
        migrations.AddConstraint(
            model_name='agreedtarget',
            constraint=models.CheckConstraint(condition=models.Q(('target__isnull', True), ('target__gte', 0), _connector='OR'), name='agreed_target_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='agreedtarget',
            constraint=models.CheckConstraint(condition=models.Q(('target_to__isnull', True), models.Q(('target__isnull', False), ('target_to__gt', models.F('target'))), _connector='OR'), name='agreed_target_range_rises'),
        ),
    ]
