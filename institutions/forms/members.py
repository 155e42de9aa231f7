"""Forms by which an institution's people get their accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import INSTITUTION, Role
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import ROLES, worded
from institutions.models import Institution


def _roles() -> list[tuple[str, str]]:
    return [(role.value, worded(ROLES[role])) for role in sorted(INSTITUTION - {Role.INSTITUTION_OWNER})]


class OwnerForm(OfficeForm):
    username: Any = PlainCharField(
        label=_("User name"),
        max_length=60,
        help_text=_("3 to 60 small letters, digits, dots, hyphens or underscores, beginning with a letter."),
    )
    name: Any = PlainCharField(label=_("Full name"), max_length=60)
    why: Any = PlainCharField(label=_("Reason"), max_length=200)


class MemberForm(OwnerForm):
    institution: Any = forms.ModelChoiceField(Institution.objects.none(), label=_("Institution"), empty_label=None)
    role: Any = forms.ChoiceField(label=_("Role"), choices=_roles)
    field_order = ("institution", "username", "name", "role", "why")

    def __init__(self, *args: Any, own: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = own  # type: ignore[attr-defined]


class EndAccessForm(OfficeForm):
    why: Any = PlainCharField(label=_("Reason"), max_length=200)
