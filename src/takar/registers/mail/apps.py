from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MailConfig(AppConfig):
    name = "takar.registers.mail"
    label = "mail"
    verbose_name = "Persuratan"

    def ready(self) -> None:
        from takar.kernel import sealed_rows
        from takar.kernel.access import SharedReference, register_policy
        from takar.registers.mail import reference
        from takar.registers.mail.models import FilingCode

        register_policy(FilingCode, SharedReference())
        sealed_rows.register(FilingCode, office="")
        post_migrate.connect(reference.load_filing_codes, sender=self)
