from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "takar.registers.services"
    label = "services"
    verbose_name = "Pelayanan"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from takar.registers.services import access
        from takar.registers.services.models import ServiceType

        access.register()
        # A changed promise or fee must be traceable to who changed it.
        auditlog.register(ServiceType)
