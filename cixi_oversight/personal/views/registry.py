"""The registry of personal data as a page: what the portal keeps of whom, why, how long, and who may see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.personal.models import Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import VIEW_REGISTRY
from cixi_oversight.personal.rules.registry import EXCEPTIONS, REGISTRY
from cixi_oversight.personal.services import rotation
from cixi_oversight.policy.services import parameters
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES


class RegistryPage(Page):
    permission = VIEW_REGISTRY
    section = "system.personal"
    title = _("Register of personal data")
    template_name = "personal/registry.html"

    def context(self, **more: Any) -> dict[str, Any]:
        kept = {entry.kept: parameters.in_force(entry.kept, on=self.on) for entry in REGISTRY}
        return super().context(
            entries=[
                {
                    "kind": labels.KIND[entry.kind],
                    "field": labels.FIELD[entry.field],
                    "purpose": labels.PURPOSE[entry.purpose],
                    "basis": labels.BASIS[entry.basis],
                    "data_class": labels.DATA_CLASS[entry.data_class],
                    "is_sensitive": entry.data_class == "sensitive",
                    "kept": kept[entry.kept],
                    "roles": [ROLES[role] for role in sorted(entry.roles)],
                }
                for entry in REGISTRY
            ],
            exceptions=sorted(EXCEPTIONS),
            seal_key=crypto.seal_ring().current,
            index_key=crypto.index_ring().current,
            behind=rotation.old().count(),
            persons=Person.objects.kept().count(),
            **more,
        )
