import django.core.validators
import django.db.models.deletion
import takar.ledger.multi_value
import takar.registers.activities.models
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("activities", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('ledger', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='ledger.entry')),
                ('villages', takar.ledger.multi_value.ManyRowsField(blank=True, default=list, max_length=400, model='organisation.Village', named_in='village_names', verbose_name='desa')),
                ('village_names', models.CharField(blank=True, editable=False, max_length=1000, verbose_name='desa')),
                ('topics', takar.ledger.multi_value.ManyField(at_most=5, blank=True, choices=[('rpjmdes', 'RPJMDes'), ('rkpdes', 'RKPDes'), ('apbdes', 'APBDes'), ('add_dd', 'ADD/DD'), ('bumdes', 'BUM Desa'), ('aset', 'Aset desa'), ('perdes', 'Peraturan desa'), ('lain', 'Lainnya')], default=list, max_length=40, verbose_name='pokok bahasan')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='tempat')),
                ('scheduled_on', models.DateField(blank=True, null=True, verbose_name='direncanakan pada')),
                ('time', models.CharField(blank=True, help_text='Misalnya 09.00–12.00.', max_length=40, verbose_name='pukul')),
                ('present', models.PositiveIntegerField(blank=True, null=True, verbose_name='jumlah hadir')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'Biaya tidak kurang dari nol.')], verbose_name='biaya (Rp)')),
                ('funding', models.CharField(blank=True, help_text='Misalnya DPA kecamatan.', max_length=120, verbose_name='sumber dana')),
                ('minutes', models.TextField(blank=True, help_text='Pokok pembicaraan, hasil dan tindak lanjut.', verbose_name='notula')),
                ('assignment_letter', models.ForeignKey(blank=True, help_text='Surat keluar berjenis surat tugas yang menjadi dasarnya.', limit_choices_to=takar.registers.activities.models.recent_assignment_letters, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry', verbose_name='surat tugas')),
            ],
            options={
                'verbose_name': 'kegiatan',
                'indexes': [models.Index(fields=['scheduled_on'], name='activity_schedule')],
            },
            bases=('ledger.entry',),
        ),
    ]
