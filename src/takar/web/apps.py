from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "takar.web"
    verbose_name = "Halaman"

    def ready(self) -> None:
        from takar.web import listening, plugins
        from takar.web.converters import register_converters

        listening.listen()
        register_converters()  # the addresses that plugins bring use them
        plugins.discover()
