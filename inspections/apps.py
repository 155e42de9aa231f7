from django.apps import AppConfig


class Config(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from inspections import providers
        from inspections.views import tracking

        providers.register()
        tracking.register()
