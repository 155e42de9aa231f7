from django.apps import AppConfig


class Config(AppConfig):
    name = "institutions"

    def ready(self) -> None:
        from institutions import providers

        providers.register()
