"""A checked value counts in the month it is about; before, it counted in the month of the check.

Only what is derived changes: the history keeps the day of the check, and whoever checks the books
counts the same from it.
"""

from django.db import migrations
from django.db.models import Count, F

SHAPE = ("office_id", "book", "what", "month", "kind", "category", "area_id", "village_id", "subject")


def count_in_their_month(apps, schema_editor):
    rows = apps.get_model("ledger", "EffectiveMilestone").objects.filter(book="stated_value")
    moved = rows.filter(what="verified").exclude(on=F("entry__occurred_on")).select_related("entry")
    for row in moved.iterator(500):
        day = row.entry.occurred_on
        rows.filter(pk=row.pk).update(on=day, month=day.year * 100 + day.month)
    tally = apps.get_model("ledger", "Tally").objects
    tally.filter(book="stated_value").delete()
    counted = rows.order_by().values(*SHAPE).annotate(size=Count("pk"))
    tally.bulk_create(
        tally.model(
            **{name: cell[name] for name in SHAPE if name not in ("area_id", "village_id")},
            area=cell["area_id"] or "",
            village=cell["village_id"] or 0,
            size=cell["size"],
        )
        for cell in counted
    )


class Migration(migrations.Migration):
    dependencies = [("measurement", "0004_wider_language"), ("ledger", "0001_tables")]

    operations = [migrations.RunPython(count_in_their_month, migrations.RunPython.noop)]
