from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.desk"
    label = "desk"

    def ready(self) -> None:
        from cixi_oversight.desk import providers

        providers.register()
