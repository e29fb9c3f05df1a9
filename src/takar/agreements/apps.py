from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "takar.agreements"
    verbose_name = "Perjanjian Kinerja"

    def ready(self) -> None:
        from takar.agreements import access

        access.register()
