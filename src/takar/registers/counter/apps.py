from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "takar.registers.counter"
    # The name of the tables and of the migrations already run; another one would need every row moved.
    label = "services"
    verbose_name = "Pelayanan"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from takar.kernel import sealed_rows
        from takar.registers.counter import access
        from takar.registers.counter.models import ServiceType

        access.register()
        # A changed promise or fee must be traceable to who changed it.
        auditlog.register(ServiceType)
        sealed_rows.register(ServiceType)
