from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.imports"
    label = "imports"

    def ready(self) -> None:
        from cixi_oversight.imports import providers

        providers.register()
