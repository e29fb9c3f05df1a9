from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "takar.registers.dossiers"
    label = "dossiers"
    verbose_name = "Pemeriksaan berkas"

    def ready(self) -> None:
        from takar.kernel import sealed_rows
        from takar.registers.dossiers import access
        from takar.registers.dossiers.models import DossierChecklist

        access.register()
        sealed_rows.register(DossierChecklist)
