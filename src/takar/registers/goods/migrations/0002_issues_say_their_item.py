"""An issue of consumables says which item it is about, so that measures can count different items.

The effective rows and the tally repeat it; both are brought up to date here for what is recorded already.
"""

from django.db import migrations

_COLUMNS = "office_id, book, what, month, kind, category, area, village, subject"
_FROM_ROWS = "office_id, book, what, month, kind, category, COALESCE(area_id, ''), COALESCE(village_id, 0), subject"


def tell_items(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_effectivemilestone SET subject = (SELECT CAST(i.item_id AS varchar(40))"
            " FROM goods_stockissue i WHERE i.entry_ptr_id = ledger_effectivemilestone.entry_id)"
            " WHERE book = 'stock_issue'"
        )
        cursor.execute("DELETE FROM ledger_tally WHERE book = 'stock_issue'")
        cursor.execute(
            f"INSERT INTO ledger_tally ({_COLUMNS}, size) SELECT {_FROM_ROWS}, COUNT(*)"
            f" FROM ledger_effectivemilestone WHERE book = 'stock_issue' GROUP BY {_FROM_ROWS}"
        )


class Migration(migrations.Migration):
    dependencies = [("goods", "0001_tables"), ("ledger", "0001_tables")]

    operations = [migrations.RunPython(tell_items, migrations.RunPython.noop)]
