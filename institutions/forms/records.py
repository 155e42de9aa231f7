"""Forms of records. A correction is made on the same form, filled with what stands, and says why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.fields import DayField, EnumField, PlainCharField, YuanField
from institutions.forms.fields import DepartmentField, MonthField, QuarterField, WholeNumberField, WhyForm, offer_places
from institutions.rules import labels


class RecordForm(WhyForm):
    """`on` is today, `correcting` the standing record if there is one: then the reason is asked."""

    why = PlainCharField(
        label=_("Reason"), max_length=300, lines=True, help_text=_("What was wrong, or why it is replaced.")
    )

    def __init__(self, *args: Any, on: dt.date, county_ids: frozenset[int], correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, county_ids)
        for name, field in self.fields.items():
            if isinstance(field, QuarterField):
                field.offer(on, only=self.initial.get(name))
        if not correcting:
            del self.fields["why"]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes: texts left open are empty, everything else unknown is None."""
        return {
            name: "" if value is None and isinstance(self.fields[name], forms.CharField) else value
            for name, value in self.cleaned_data.items()
        }


class PermitForm(RecordForm):
    number = PlainCharField(label=_("Permit number"), max_length=40, help_text=_("For example 教民133028270001234号."))
    name_on_permit = PlainCharField(label=_("Name on the permit"), max_length=120, required=False)
    scope = PlainCharField(label=_("Scope"), max_length=400, lines=True, required=False)
    authority = DepartmentField(label=_("Issued by"), required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    expires_on = DayField(label=_("Valid until"), required=False, help_text=_("Empty if it is not known."))
    is_open_ended = forms.BooleanField(label=_("Valid without end (长期)"), required=False)


class RegistrationForm(RecordForm):
    kind = EnumField(labels.REGISTRATION_KIND, label=_("Certificate"))
    number = PlainCharField(label=_("Certificate number"), max_length=40)
    name_on_certificate = PlainCharField(label=_("Name on the certificate"), max_length=120, required=False)
    scope = PlainCharField(label=_("Scope of business"), max_length=1000, lines=True, required=False)
    registered_on = DayField(label=_("Registered on"), required=False)
    registered_capital_fen = YuanField(
        label=_("Registered capital in yuan"), required=False, help_text=_("In yuan, not in 万元: 500,000.00.")
    )


class StatementForm(RecordForm):
    quarter = QuarterField(label=_("Quarter"))
    current_assets_fen = YuanField(label=_("Current assets in yuan"))
    current_liabilities_fen = YuanField(label=_("Current liabilities in yuan"))
    contract_liabilities_fen = YuanField(
        label=_("Of these unearned fees in yuan"), help_text=_("Contract liabilities: paid, but not yet taught.")
    )
    net_assets_fen = YuanField(label=_("Net assets in yuan"), min_fen=None, help_text=_("A minus sign if negative."))
    revenue_fen = YuanField(label=_("Revenue of the quarter in yuan"))
    net_profit_fen = YuanField(
        label=_("Net profit of the quarter in yuan"), min_fen=None, help_text=_("A minus sign for a loss.")
    )


class EnrolmentForm(RecordForm):
    month = MonthField(label=_("Month"), help_text=_("For example 2026-11."))
    students = WholeNumberField(label=_("Students enrolled"))
    prepaid_balance_fen = YuanField(
        label=_("Prepaid and not consumed in yuan"), required=False, help_text=_("At the end of the month.")
    )


class InsuranceForm(RecordForm):
    kind = EnumField(labels.INSURANCE_KIND, label=_("Kind of insurance"))
    insurer = PlainCharField(label=_("Insurer"), max_length=80, required=False)
    number = PlainCharField(label=_("Policy number"), max_length=60, required=False)
    from_on = DayField(label=_("Valid from"))
    to_on = DayField(label=_("Valid until"), help_text=_("The last day of cover."))
    insured_persons = WholeNumberField(label=_("Persons insured"), required=False)
    limit_fen = YuanField(label=_("Limit in yuan"), required=False)
