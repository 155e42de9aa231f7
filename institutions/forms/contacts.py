"""Forms of an institution's contacts. What is on record is not filled in: nothing is opened to draw a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.services.people import Values
from cixi_oversight.personal.services.reading import ShownPerson
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from institutions.forms.fields import WhyForm


class _PersonForm(OfficeForm):
    name = PlainCharField(label=_("Name of the person"), max_length=60)
    phone = PlainCharField(
        label=_("Telephone of the person"),
        max_length=30,
        required=False,
        help_text=_("Kept sealed and shown as 138****5678; for example 0574-63012345 or 11 digits of a mobile."),
    )
    document_type = EnumField(labels.DOCUMENT_TYPE, label=_("Kind of document"), required=False)
    document_number = PlainCharField(label=_("Document number"), max_length=30, required=False)

    @property
    def values(self) -> Values:
        names = ("name", "phone", "document_type", "document_number")
        return Values(**{name: self.cleaned_data[name] for name in names})  # type: ignore[typeddict-item]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "document_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["inputmode"] = "tel"


class ContactForm(_PersonForm):
    capacity = EnumField(labels.CAPACITY, label=_("Capacity"))
    from_on = DayField(label=_("Since"))

    field_order = ("capacity", "name", "phone", "document_type", "document_number", "from_on")


class ContactEditForm(_PersonForm, WhyForm):
    """Beside each field stands the masked form of what is on record; an empty field leaves it."""

    name = PlainCharField(label=_("Name of the person"), max_length=60, required=False)

    def __init__(self, *args: Any, shown: ShownPerson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in shown.fields:
            if one.field.value in self.fields:
                self.fields[one.field.value].help_text = _("On record: %(masked)s. Leave empty to keep it.") % {
                    "masked": worded(one.text)
                }


class ContactEndForm(WhyForm):
    to_on = DayField(label=_("Last day"))
