from django.apps import AppConfig


class CustomConfig(AppConfig):
    name = "takar.registers.custom"
    label = "custom"
    verbose_name = "Buku buatan sendiri"

    def ready(self) -> None:
        from takar.kernel import sealed_rows
        from takar.ledger.books import register_source
        from takar.registers.custom import access
        from takar.registers.custom.book import registry
        from takar.registers.custom.models import BookEdition, CustomBook

        access.register()
        sealed_rows.register(CustomBook)
        sealed_rows.register(BookEdition, office="book__office_id")
        register_source(registry.SHELF)
        registry.listen()
