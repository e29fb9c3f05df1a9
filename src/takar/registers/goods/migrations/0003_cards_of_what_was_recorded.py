"""Stock cards and counted subjects for movements recorded before there were any."""

from collections import defaultdict
from decimal import Decimal

from django.db import migrations


_COLUMNS = "office_id, book, what, month, kind, category, area, village, subject"
_ROWS = "office_id, book, what, month, kind, category, COALESCE(area_id, ''), COALESCE(village_id, 0), subject"


def fill(apps, schema_editor):
    Receipt = apps.get_model("goods", "StockReceipt")
    Issue = apps.get_model("goods", "StockIssue")
    Line = apps.get_model("goods", "StockCardLine")
    Effective = apps.get_model("ledger", "EffectiveMilestone")
    moves = defaultdict(list)
    for model, sign in ((Receipt, 1), (Issue, -1)):
        for row in model.objects.exclude(state="cancelled"):
            price = row.unit_price if sign > 0 else Decimal(0)
            moves[row.item_id].append((row.occurred_on, -sign, row.pk, row.quantity, price))
            if sign > 0:
                Effective.objects.filter(entry_id=row.pk).update(subject=str(row.item_id))
    lines = []
    for item_id, rows in moves.items():
        layers = []
        for on, order, pk, quantity, price in sorted(rows):
            if order < 0:
                line = Line(
                    entry_id=pk, item_id=item_id, on=on, quantity=quantity, price=price,
                    remaining=quantity, cost=quantity * price,
                )
                layers.append(line)
            else:
                line = Line(entry_id=pk, item_id=item_id, on=on, quantity=-quantity)
                # Earlier versions let goods go out before their day of arrival: what is short then is
                # taken from the next delivery at no cost, and the audit names the card.
                for layer in layers:
                    taken = min(quantity, layer.remaining)
                    layer.remaining -= taken
                    quantity -= taken
                    line.cost += taken * layer.price
            lines.append(line)
    Line.objects.bulk_create(lines, batch_size=500)
    # The tally repeats the subjects that have just been told.
    schema_editor.execute("DELETE FROM ledger_tally WHERE book = 'stock_receipt'")
    schema_editor.execute(
        f"INSERT INTO ledger_tally ({_COLUMNS}, size) SELECT {_ROWS}, COUNT(*) FROM ledger_effectivemilestone "
        f"WHERE book = 'stock_receipt' GROUP BY {_ROWS}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("goods", "0002_store_room"),
        ("ledger", "0003_tally"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
