from django.apps import AppConfig
from django.core import checks


class MeasurementConfig(AppConfig):
    name = "takar.measurement"
    verbose_name = "Pengukuran"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from takar.measurement import access, definition_checks
        from takar.measurement.models import Binding

        access.register()
        # Who changed which measure counts an indicator, and in which direction it is judged.
        auditlog.register(Binding)
        checks.register(definition_checks.check_definitions)
