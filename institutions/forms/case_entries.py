"""How an entry begins: at the counter, or by somebody without account on the public site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.forms import OfficeForm


class EntryForm(OfficeForm):
    """At the counter, for somebody who is not on the register yet."""

    name = PlainCharField(label=_("Name applied for"), max_length=120)


class ApplyForm(OfficeForm):
    """No account. `website` stays empty where a person fills the form in: it is not shown."""

    name = PlainCharField(label=_("Name that the institution is to have"), max_length=120)
    town = forms.ModelChoiceField(
        label=_("Town or sub-district where it will teach"), queryset=Town.objects.none(), empty_label="—"
    )
    applicant_name = PlainCharField(label=_("Your name"), max_length=60)
    applicant_phone = PlainCharField(
        label=_("Your telephone"),
        max_length=20,
        help_text=_("Kept sealed. Only the officers who handle the application may see it, with a reason."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["town"]
        field.queryset = Town.objects.select_related("county").order_by("county__code", "code")
