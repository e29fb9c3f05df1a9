from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "takar.registers.dossiers"
    label = "dossiers"
    verbose_name = "Pemeriksaan berkas"

    def ready(self) -> None:
        from takar.registers.dossiers import access

        access.register()
