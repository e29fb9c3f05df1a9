from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "takar.registers.cases"
    label = "cases"
    verbose_name = "Penanganan masalah"
