from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "takar.agreements"
    verbose_name = "Perjanjian Kinerja"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from takar.agreements import access
        from takar.agreements.models import AchievementRule, AgreedTarget, Agreement
        from takar.kernel import sealed_rows

        access.register()
        # Agreements have their own states and revisions; how they are judged is reference data.
        auditlog.register(AchievementRule)
        sealed_rows.register(AchievementRule)
        sealed_rows.register(Agreement, personal=("parties",))
        sealed_rows.register(AgreedTarget, office="agreement__office_id")
