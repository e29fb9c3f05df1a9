from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "takar.agreements"
    verbose_name = "Perjanjian Kinerja"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from takar.agreements import access
        from takar.agreements.models import AchievementRule

        access.register()
        # Agreements have their own states and revisions; how they are judged is reference data.
        auditlog.register(AchievementRule)
