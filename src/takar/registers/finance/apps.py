from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "takar.registers.finance"
    label = "finance"
    verbose_name = "Keuangan"

    def ready(self) -> None:
        from takar.registers.finance import access

        access.register()
