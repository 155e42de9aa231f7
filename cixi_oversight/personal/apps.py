from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.personal"
    label = "personal"

    def ready(self) -> None:
        from cixi_oversight.personal import providers
        from cixi_oversight.personal.ports import crypto

        crypto.check_keys()  # nothing starts without its keys
        providers.register()
