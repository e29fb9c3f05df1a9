from django.apps import AppConfig


class GoodsConfig(AppConfig):
    name = "takar.registers.goods"
    label = "goods"
    verbose_name = "Barang"

    def ready(self) -> None:
        from takar.registers.goods import access, history

        access.register()
        history.register()
