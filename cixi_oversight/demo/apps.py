from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.demo"
    verbose_name = "demo city"
    label = "demo"

    def ready(self) -> None:
        from cixi_oversight.demo.accounts import offered_logins
        from cixi_oversight.users.services.demo_logins import DEMO_LOGINS

        DEMO_LOGINS.register(offered_logins)
