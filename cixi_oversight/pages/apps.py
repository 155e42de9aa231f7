from django.apps import AppConfig
from django.core import checks


class Config(AppConfig):
    name = "cixi_oversight.pages"
    label = "pages"

    def ready(self) -> None:
        from cixi_oversight.pages.letter import answers
        from cixi_oversight.pages.providers import register
        from cixi_oversight.web import checks as web_checks

        checks.register(web_checks.views_declare_their_permission, checks.Tags.urls)
        checks.register(web_checks.required_questions_are_answered)
        register()
        answers.register()
