from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "takar.reporting"
    verbose_name = "Dokumen"
