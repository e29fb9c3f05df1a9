from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "takar.registers.finance"
    label = "finance"
    verbose_name = "Keuangan"

    def ready(self) -> None:
        from takar.kernel import sealed_rows
        from takar.registers.finance import access
        from takar.registers.finance.models import FinanceRule

        access.register()
        sealed_rows.register(FinanceRule)
