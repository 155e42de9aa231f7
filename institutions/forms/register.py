"""Forms of the register's facts: institution, its code, category, legal form, status, sites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField, UsccField
from cixi_oversight.web.forms import OfficeForm
from institutions.forms.fields import AreaField, DepartmentField, PhoneField, TownField, WhyForm, offer_places
from institutions.models.institution import AUTHORITIES
from institutions.rules import labels

_UNKNOWN = msg("Unknown")


class _Facts(OfficeForm):
    """`county_ids` are those whose towns and authorities are offered."""

    name = PlainCharField(label=_("Name"), max_length=120, help_text=_("As on the registration certificate."))
    uscc = UsccField(
        label=_("Unified social credit code"),
        required=False,
        help_text=_("18 characters, as on the certificate."),
    )
    trade_name = PlainCharField(
        label=_("Trade name"), max_length=120, required=False, help_text=_("What stands above the door, if it differs.")
    )
    brand = PlainCharField(label=_("Brand"), max_length=80, required=False)
    town = TownField(label=_("Town"), required=False)
    stage = EnumField(labels.STAGE, label=_("Stage"), required=False, blank=_UNKNOWN)
    approval_authority = DepartmentField(label=_("Approval authority"), required=False)
    registration_authority = DepartmentField(label=_("Registration authority"), required=False)
    sector_authority = DepartmentField(label=_("Sector authority"), required=False)
    supervising_authority = DepartmentField(label=_("Supervising authority"), required=False)

    def __init__(self, *args: Any, county_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, county_ids)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes; empty texts stay empty, unknown places None."""
        texts = {"trade_name", "brand"}
        names = ("name", "uscc", "trade_name", "brand", "town", "stage", *(f"{name}_authority" for name in AUTHORITIES))
        return {name: self.cleaned_data[name] or ("" if name in texts else None) for name in names}


class CreateForm(_Facts):
    category = EnumField(labels.CATEGORY, label=_("Category"), required=False, blank=_UNKNOWN)
    legal_form = EnumField(labels.LEGAL_FORM, label=_("Legal form"), required=False, blank=_UNKNOWN)
    status = EnumField(
        labels.STATUS,
        label=_("Status"),
        help_text=_("“Applying” for a new one; the present status for one taken over from another register."),
    )
    effective_on = DayField(
        label=_("Status, category and legal form hold since"), required=False, help_text=_("Empty: today.")
    )
    why = PlainCharField(label=_("Remark"), max_length=300, lines=True, required=False)

    field_order = (
        "name", "uscc", "category", "legal_form", "town", "status", "effective_on", "trade_name", "brand", "stage",
    )  # fmt: skip


class FactsForm(_Facts, WhyForm):
    """Correct or complete what is on record."""

    uscc = UsccField(label=_("Unified social credit code"), required=False, checked=False)
    authorities_from = DayField(
        label=_("A changed authority is responsible from"),
        required=False,
        help_text=_("Empty: today. Who was responsible before stays on record."),
    )
    not_found_on = DayField(
        label=_("Not found on"), required=False, help_text=_("The day an officer went there and met nobody.")
    )

    @property
    def facts(self) -> dict[str, Any]:
        return {**super().facts, "not_found_on": self.cleaned_data["not_found_on"]}


class OverrideForm(OfficeForm):
    uscc = UsccField(
        label=_("Code as on the certificate"),
        checked=False,
        help_text=_("Only for codes really issued that fail GB 32100, mostly of the pilot years before 2015."),
    )
    why = PlainCharField(
        label=_("Reason"),
        max_length=200,
        lines=True,
        help_text=_("Shown beside the code. Name the paper."),
    )


class CategoryForm(WhyForm):
    category = EnumField(labels.CATEGORY, label=_("Category"))
    from_on = DayField(label=_("Holds from"))


class LegalFormForm(WhyForm):
    legal_form = EnumField(labels.LEGAL_FORM, label=_("Legal form"))
    from_on = DayField(label=_("Holds from"))


class StatusForm(WhyForm):
    effective_on = DayField(label=_("Takes effect on"))


class SiteForm(OfficeForm):
    address = PlainCharField(label=_("Address"), max_length=200)
    town = TownField(label=_("Town"), required=False)
    name = PlainCharField(
        label=_("Name of the site"), max_length=80, required=False, help_text=_("For example 观海卫校区.")
    )
    usable_m2 = AreaField(label=_("Usable area in m²"), required=False)
    business_phone = PhoneField(
        label=_("Published telephone"),
        required=False,
        help_text=_("The number that the institution publishes itself. Telephones of persons are not kept."),
    )
    is_main = forms.BooleanField(label=_("Main site"), required=False)
    opened_on = DayField(label=_("In use since"), required=False)
    closed_on = DayField(label=_("Given up on"), required=False)

    def __init__(self, *args: Any, county_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, county_ids)

    @property
    def facts(self) -> dict[str, Any]:
        texts = {"name", "business_phone"}
        names = [name for name in SiteForm.base_fields if name != "why"]
        values = {name: self.cleaned_data[name] for name in names}
        return {name: value if value is not None or name not in texts else "" for name, value in values.items()}


class SiteEditForm(SiteForm, WhyForm):
    """The same with the reason."""
