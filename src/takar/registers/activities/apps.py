from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "takar.registers.activities"
    label = "activities"
    verbose_name = "Kegiatan"
