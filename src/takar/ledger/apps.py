from django.apps import AppConfig
from django.core import checks
from django.core.signals import request_started
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "takar.ledger"
    verbose_name = "Buku besar"

    def ready(self) -> None:
        from takar.ledger import (
            access,
            committed,
            declaration_checks,
            history,
            reference,
            reference_changes,
        )

        access.register()
        history.register()
        reference_changes.watch()
        # Each register app names its books in a module called `book`; finding them here means no
        # central list and no import from the ledger to a book.
        autodiscover_modules("book")
        # What people do with its entries, in a module called `actions` (takar.ledger.actions).
        autodiscover_modules("actions")
        checks.register(declaration_checks.check_books)
        request_started.connect(committed.forget)
        post_migrate.connect(reference.load_areas, sender=self)
