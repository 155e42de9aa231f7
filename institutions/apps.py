from django.apps import AppConfig


class Config(AppConfig):
    name = "institutions"

    def ready(self) -> None:
        from institutions import providers
        from institutions.views.cases import by_link
        from institutions.views.notices import public

        providers.register()
        public.register_purpose()
        by_link.register()
