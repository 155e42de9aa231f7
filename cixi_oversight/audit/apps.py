from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "cixi_oversight.audit"
    label = "audit"

    def ready(self) -> None:
        from cixi_oversight.audit import providers
        from cixi_oversight.audit.services.record import record
        from cixi_oversight.users.services.audit import AUDIT_RECORD

        AUDIT_RECORD.register(record)
        providers.register()
        post_migrate.connect(_grant_after_last_app, dispatch_uid="grants")


def _grant_after_last_app(sender: AppConfig, using: str, **_: Any) -> None:
    """Rights are set once, when the last app that has models has migrated (decision 2)."""
    from cixi_oversight.grants import grant

    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if sender.label == with_models[-1].label:
        grant(using=using)
