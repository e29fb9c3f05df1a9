from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "takar.registers.documents"
    label = "documents"
    verbose_name = "Dokumen kerja"

    def ready(self) -> None:
        from takar.registers.documents import access

        access.register()
