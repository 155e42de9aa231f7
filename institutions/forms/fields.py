"""Fields that only the register has: quarter, month, number of persons, place of the county, former names."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import Department, Town
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from institutions.enums import FilingKind
from institutions.rules.labels.periods import quarter_words
from institutions.rules.periods import last_ended, period_of

FIRST_YEAR: Final = 2015
_MONTH: Final = re.compile(r"(\d{4})[-年](\d{1,2})月?", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}|\d{1,3}(,\d{3})+", re.ASCII)
_AREA: Final = re.compile(r"\d{1,6}(\.\d{1,2})?", re.ASCII)
_PHONE: Final = re.compile(r"\+?[0-9][0-9 \-()]{5,18}[0-9]", re.ASCII)


class QuarterField(forms.TypedChoiceField):
    """First day of a quarter that is over, chosen as 2026Q3."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_quarter, empty_value=None, **kwargs)

    def offer(self, on: dt.date, *, years: int = 5, only: dt.date | None = None) -> None:
        """The ended quarters, newest first (the newest is the one that is asked for now), or the one that a
        correction is about."""
        if only is not None:
            self.choices = [_choice(only)]
            return
        newest = last_ended(FilingKind.FINANCIAL_STATEMENT, on)
        starts = [
            dt.date(year, month, 1) for year in range(newest.year, newest.year - years, -1) for month in (10, 7, 4, 1)
        ]
        self.choices = [_choice(start) for start in starts if start <= newest]

    def prepare_value(self, value: Any) -> Any:
        return quarter_code(value) if isinstance(value, dt.date) else value


def quarter_code(start: dt.date) -> str:
    return f"{start.year}Q{(start.month + 2) // 3}"


def _choice(start: dt.date) -> tuple[str, str]:
    return quarter_code(start), worded(quarter_words(start))


def _quarter(code: str) -> dt.date:
    year, number = code.split("Q")
    return dt.date(int(year), int(number) * 3 - 2, 1)


class MonthField(forms.Field):
    """First day of a month, typed as 2026-11 or 2026年11月."""

    widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    default_error_messages = {
        "unreadable": _("“%(value)s” is not a month. Write it as 2026-11."),
        "range": _("The month must not lie before %(year)s."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        match = _MONTH.fullmatch(str(value).strip())
        if match is None or not 1 <= int(match[2]) <= 12:
            raise ValidationError(
                self.error_messages["unreadable"], code="unreadable", params={"value": str(value)[:20]}
            )
        if int(match[1]) < FIRST_YEAR:
            raise ValidationError(self.error_messages["range"], code="range", params={"year": str(FIRST_YEAR)})
        return period_of(FilingKind.ENROLMENT_RETURN, dt.date(int(match[1]), int(match[2]), 1))

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m") if isinstance(value, dt.date) else value


class WholeNumberField(forms.Field):
    """A number of persons: digits, thousand marks allowed; no exponent, no sign, no full-width digit."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "amount"})
    default_error_messages = {"unreadable": _("“%(value)s” is not a whole number. Write digits only, for example 120.")}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if _NUMBER.fullmatch(text) is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable", params={"value": text[:20]})
        return int(text.replace(",", ""))


class AreaField(forms.Field):
    """Square metres with at most two decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
    default_error_messages = {
        "unreadable": _("“%(value)s” is not an area. Write square metres with at most two decimals, for example 286.5.")
    }

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if _AREA.fullmatch(text) is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable", params={"value": text[:20]})
        return Decimal(text)


class PhoneField(PlainCharField):
    """One telephone number as published: digits, spaces, hyphens, brackets. No second number, no person's name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs["inputmode"] = "tel"

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text and _PHONE.fullmatch(text) is None:
            raise ValidationError(
                _("Write one telephone number in digits, for example 0574-63012345. Names of persons are not kept."),
                code="phone",
            )
        return text


class WhyForm(OfficeForm):
    """Asks for the reason, last."""

    why = PlainCharField(
        label=_("Reason"), max_length=300, lines=True, help_text=_("Stays in the record and is shown in the history.")
    )

    def order_fields(self, field_order: Any) -> None:
        super().order_fields(field_order)
        if "why" in self.fields:
            self.fields["why"] = self.fields.pop("why")


class TownField(forms.ModelChoiceField):
    """A town of one of the viewer's counties."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Town.objects.none(), to_field_name="code", empty_label=_("Unknown"), **kwargs)

    def offer(self, county_ids: frozenset[int] | set[int]) -> None:
        self.queryset = Town.objects.filter(county_id__in=county_ids)


class DepartmentField(forms.ModelChoiceField):
    """An authority of the county; offices of towns are none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Department.objects.none(), **({"empty_label": _("Unknown")} | kwargs))

    def offer(self, county_ids: frozenset[int] | set[int]) -> None:
        self.queryset = Department.objects.filter(county_id__in=county_ids, town=None).order_by("pk")


def offer_places(form: forms.Form, county_ids: frozenset[int]) -> None:
    """Towns and authorities of these counties in every such field of the form."""
    for field in form.fields.values():
        if isinstance(field, TownField | DepartmentField):
            field.offer(county_ids)
