from django.apps import AppConfig
from django.core import checks


class MeasurementConfig(AppConfig):
    name = "takar.measurement"
    verbose_name = "Pengukuran"

    def ready(self) -> None:
        from takar.ledger import late
        from takar.ledger.access import register_opener
        from takar.measurement import access, history, holding, thresholds  # noqa: F401 - its starter
        from takar.measurement.language import definition_checks
        from takar.measurement.numbers import lateness

        access.register()
        register_opener(holding.books_of_own_indicators)
        history.register()
        late.register(lateness.closed_period)
        checks.register(definition_checks.check_definitions)
