from django.apps import AppConfig


class Config(AppConfig):
    name = "riskcodes"

    def ready(self) -> None:
        from cixi_oversight.jobs.services.registry import register
        from riskcodes.services.night import KINDS

        for kind in KINDS:
            register(kind)
