from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "takar.sign_in"
    verbose_name = "Masuk"

    def ready(self) -> None:
        from takar.sign_in import access, events

        access.register()
        events.connect()
