from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "takar.registers.documents"
    label = "documents"
    verbose_name = "Dokumen kerja"

    def ready(self) -> None:
        from takar.kernel import sealed_rows
        from takar.registers.documents import access
        from takar.registers.documents.models import DocumentSchedule, Guideline

        access.register()
        sealed_rows.register(DocumentSchedule)
        sealed_rows.register(Guideline)
