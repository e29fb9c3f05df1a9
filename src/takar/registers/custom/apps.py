from django.apps import AppConfig


class CustomConfig(AppConfig):
    name = "takar.registers.custom"
    label = "custom"
    verbose_name = "Buku buatan sendiri"

    def ready(self) -> None:
        from takar.ledger.books import register_source
        from takar.registers.custom import access
        from takar.registers.custom.book import registry

        access.register()
        register_source(registry.SHELF)
        registry.listen()
