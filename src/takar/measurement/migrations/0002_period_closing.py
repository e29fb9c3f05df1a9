from django.db import migrations


class Migration(migrations.Migration):
    """A plainer name in the code. The table keeps its own, so no row and no reference is touched."""

    dependencies = [("measurement", "0001_tables")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Act", "PeriodClosing"),
                migrations.AlterModelTable("periodclosing", "measurement_act"),
            ]
        )
    ]
