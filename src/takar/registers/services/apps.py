from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "takar.registers.services"
    label = "services"
    verbose_name = "Pelayanan"

    def ready(self) -> None:
        from takar.registers.services import access

        access.register()
