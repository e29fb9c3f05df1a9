from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "takar.web"
    verbose_name = "Halaman"

    def ready(self) -> None:
        from takar.web import listening, plugins

        listening.listen()
        plugins.discover()
