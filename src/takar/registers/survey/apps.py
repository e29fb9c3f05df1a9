from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "takar.registers.survey"
    label = "survey"
    verbose_name = "Survei kepuasan masyarakat"
