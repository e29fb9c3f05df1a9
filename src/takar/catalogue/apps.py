from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "takar.catalogue"
    verbose_name = "Katalog"

    def ready(self) -> None:
        from takar.catalogue import access, history
        from takar.catalogue.models import Decree, DecreePosition, Indicator, Objective
        from takar.kernel import sealed_rows

        access.register()
        history.register()
        sealed_rows.register(Decree)
        sealed_rows.register(DecreePosition, office="decree__office_id")
        sealed_rows.register(Objective, office="holder__decree__office_id")
        sealed_rows.register(Indicator, office="decree__office_id")
