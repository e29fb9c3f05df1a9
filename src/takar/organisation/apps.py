from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "takar.organisation"
    verbose_name = "Organisasi"

    def ready(self) -> None:
        from takar.organisation import access, history

        access.register()
        history.register()
