from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.demo"
    verbose_name = "demo city"
    label = "demo"

    def ready(self) -> None:
        from cixi_oversight.audit.services.verbs import name_verbs
        from cixi_oversight.demo.accounts import offered_logins
        from cixi_oversight.demo.systems import offered_key
        from cixi_oversight.errors import msg
        from cixi_oversight.users.services.demo_logins import DEMO_KEY, DEMO_LOGINS

        DEMO_LOGINS.register(offered_logins)
        DEMO_KEY.register(offered_key)
        name_verbs({"demo.seed": msg("Built the demo")})
