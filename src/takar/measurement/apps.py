from django.apps import AppConfig
from django.core import checks


class MeasurementConfig(AppConfig):
    name = "takar.measurement"
    verbose_name = "Pengukuran"

    def ready(self) -> None:
        from takar.measurement import access, definition_checks, history

        access.register()
        history.register()
        checks.register(definition_checks.check_definitions)
