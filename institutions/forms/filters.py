"""Filters of the register's list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.users.models import Department, Town
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import EnumField, PlainCharField
from cixi_oversight.web.filters import Default, PageFilterSet
from cixi_oversight.web.words import worded
from institutions.enums import ACTIVE, ENDED, FilingKind, Gap
from institutions.models import Institution
from institutions.models.institution import AUTHORITIES
from institutions.rules import labels
from institutions.rules.search import MAX_LENGTH
from institutions.services.cases.holds import lapsed
from institutions.services.filings.dues import OWED

ANY = msg("Any")


class TextFilter(django_filters.Filter):
    field_class = PlainCharField


class SetFilter(django_filters.Filter):
    """One of a closed set."""

    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


def authorities(request: Any) -> QuerySet[Department]:
    return Department.objects.filter(county_id__in=request.viewer.county_ids, town=None).order_by("pk")


class RegisterFilterSet(PageFilterSet):
    q = TextFilter(label=_("Name, pinyin, code, permit, telephone"), max_length=MAX_LENGTH, method="find")
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    category = SetFilter(label=_("Category"), labels=labels.CATEGORY, blank=ANY)
    status = SetFilter(label=_("Status"), labels=labels.STATUS, blank=ANY)
    state = django_filters.ChoiceFilter(
        label=_("On the register"),
        choices=[
            ("current", _("Not ended")),
            ("active", _("Still there")),
            ("ended", _("Ended")),
            ("all", _("All, ended ones too")),
        ],
        method="by_state",
        empty_label=None,
    )
    authority = django_filters.ModelChoiceFilter(
        label=_("Authority"), queryset=authorities, method="by_authority", empty_label=_("Any")
    )
    legal_form = SetFilter(label=_("Legal form"), labels=labels.LEGAL_FORM, blank=ANY)
    stage = SetFilter(label=_("Stage"), labels=labels.STAGE, blank=ANY)
    gap = SetFilter(label=_("Gaps in the data"), labels=labels.GAP, blank=ANY, method="by_gap")
    permit = django_filters.ChoiceFilter(
        label=_("Permit"),
        choices=[("ended", _("Ended without renewal"))],
        method="by_permit",
        empty_label=_("Any"),
    )
    overdue = django_filters.ChoiceFilter(label=_("Filings overdue"), method="by_overdue", empty_label=_("Any"))

    # a status is asked for by its own name, also one of those that have ended
    default = Default("state", "current", lifted="all", unless=frozenset({"status"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, worded(labels.FILING_KIND[kind])) for kind in OWED]
        self.filters["overdue"].extra["choices"] = [("any", _("Of any kind")), *kinds]

    def find(self, rows: Any, _name: str, typed: str) -> Any:
        return rows.search(typed)

    def by_state(self, rows: QuerySet[Institution], _name: str, value: str) -> QuerySet[Institution]:
        match value:
            case "active":
                return rows.filter(status__in=sorted(ACTIVE))
            case "ended":
                return rows.filter(status__in=sorted(ENDED))
            case "current":
                return rows.exclude(status__in=sorted(ENDED))
            case _:
                return rows

    def by_authority(self, rows: QuerySet[Institution], _name: str, value: Department) -> QuerySet[Institution]:
        """In whichever of its four capacities."""
        scope = Q()
        for name in AUTHORITIES:
            scope |= Q(**{f"{name}_authority": value})
        return rows.filter(scope)

    def by_gap(self, rows: Any, _name: str, value: Gap) -> Any:
        return rows.with_gap(value)

    def by_permit(self, rows: QuerySet[Institution], _name: str, _value: str) -> QuerySet[Institution]:
        """Those still there whose permit the night has found to have ended."""
        ended = lapsed(business_time(self.request).date()).values("institution")
        return rows.filter(pk__in=ended, status__in=sorted(ACTIVE))

    def by_overdue(self, rows: Any, _name: str, value: str) -> Any:
        kind = None if value == "any" else FilingKind(value)
        return rows.with_overdue_filing(business_time(self.request).date(), kind)
