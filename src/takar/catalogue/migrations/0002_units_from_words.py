"""Units guessed by the old rule (the first noun of a short list, else "kegiatan") are guessed anew.

A unit that somebody changed stays: it is replaced only where it is still what the old rule gave.
"""

import re

from django.db import migrations, models

from takar.catalogue.units import unit_of

_OLD = (
    ("laporan", "laporan"),
    ("dokumen", "dokumen"),
    ("draf", "dokumen"),
    ("kebijakan", "dokumen"),
    ("surat", "surat"),
    ("konsep", "dokumen"),
    ("pemohon", "pemohon"),
    ("kendaraan", "unit"),
    ("rapat", "kegiatan"),
    ("musyawarah", "kegiatan"),
    ("kegiatan", "kegiatan"),
)


def _old_guess(text):
    words = text.casefold()
    found = [(match.start(), unit) for word, unit in _OLD if (match := re.search(rf"\b{word}\b", words))]
    return min(found)[1] if found else "kegiatan"


def guess_anew(apps, schema_editor):
    Indicator = apps.get_model("catalogue", "Indicator")
    changed = []
    for row in Indicator.objects.all():
        if row.unit == _old_guess(row.formula or row.name):
            row.unit = unit_of(row.name, row.formula)
            changed.append(row)
    Indicator.objects.bulk_update(changed, ["unit"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_tables")]

    operations = [
        migrations.AlterField(
            model_name="indicator",
            name="unit",
            field=models.CharField(blank=True, max_length=40, verbose_name="satuan"),
        ),
        migrations.RunPython(guess_anew, migrations.RunPython.noop),
    ]
