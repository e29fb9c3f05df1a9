from django.apps import AppConfig


class IctConfig(AppConfig):
    name = "takar.registers.ict"
    label = "ict"
    verbose_name = "TIK"
