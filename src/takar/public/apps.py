from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "takar.public"
    verbose_name = "Halaman umum"
