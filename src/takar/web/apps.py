from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "takar.web"
    verbose_name = "Halaman"
