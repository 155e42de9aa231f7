from django.apps import AppConfig
from django.core.checks import register


class Config(AppConfig):
    name = "cixi_oversight.documents"
    label = "documents"

    def ready(self) -> None:
        from cixi_oversight.documents import providers
        from cixi_oversight.documents.checks import fonts_are_there, scanner_is_named

        register(fonts_are_there)
        register(scanner_is_named)
        providers.register()
