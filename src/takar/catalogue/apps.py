from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "takar.catalogue"
    verbose_name = "Katalog"

    def ready(self) -> None:
        from takar.catalogue import access, history

        access.register()
        history.register()
