from django.apps import AppConfig


class Config(AppConfig):
    name = "institutions"

    def ready(self) -> None:
        from institutions import providers
        from institutions.views.notices import public

        providers.register()
        public.register_purpose()
