from django.apps import AppConfig


class Config(AppConfig):
    name = "riskcodes"

    def ready(self) -> None:
        from cixi_oversight.audit.services.verbs import name_verbs
        from cixi_oversight.jobs.services.registry import register
        from institutions.services.extensions import API_PARTS
        from riskcodes import providers
        from riskcodes.api.part import RISK
        from riskcodes.rules.verbs import VERBS
        from riskcodes.services.night import KINDS

        name_verbs(VERBS)
        for kind in KINDS:
            register(kind)
        providers.register()
        API_PARTS.register(RISK)
