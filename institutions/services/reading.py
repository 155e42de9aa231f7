"""What pages read of one institution, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from institutions.enums import ACTIVE, ENDED, FilingKind
from institutions.models import (
    CategoryRow,
    EnrolmentReturn,
    FilingDue,
    FilingMet,
    FinancialStatement,
    Institution,
    InstitutionTransition,
    InsurancePolicy,
    LegalFormRow,
    Permit,
    Registration,
    Site,
)
from institutions.rules.periods import days_overdue
from institutions.rules.search import read_term

_HISTORY_MAX: Final = 60
_RANKED_MAX: Final = 200
# never shown as a change: they change with every change
_BOOKKEEPING: Final = frozenset({"id", "version", "changed_at", "changed_by"})


def find(rows: Any, typed: str, most: int) -> list[Institution]:
    """The best hits of `rows` for what was typed: living before ended ones, then those that begin with it.

    A selective term is ranked as a whole. Of a broad one the first by name are ranked, with those that begin with it
    looked up beside them, so that 200,000 rows are never sorted.
    """
    hits = rows.search(typed).order_by("name", "pk")
    found = list(hits[:_RANKED_MAX])
    begin = {row.pk for row in found if _begins(row, typed)}
    if len(found) == _RANKED_MAX:
        more = [
            row for row in hits.beginning_with(typed).filter(status__in=sorted(ACTIVE))[:most] if row.pk not in begin
        ]
        begin |= {row.pk for row in more}
        found = [*more, *(row for row in found if row.pk not in {one.pk for one in more})]
    return sorted(found, key=lambda row: (row.status in ENDED, row.pk not in begin))[:most]


def _begins(row: Institution, typed: str) -> bool:
    term = read_term(typed)
    start = term.texts[-1] if term.texts else ""
    return row.name.lower().startswith(start) or start in (row.initials[: len(start)], row.pinyin[: len(start)])


@dataclass(frozen=True, slots=True)
class Owed:
    """A filing that is due or was met. `days_late` counts to the day it was met, or to today."""

    kind: FilingKind
    period: dt.date
    due_on: dt.date
    met_on: dt.date | None
    days_late: int

    @property
    def is_open(self) -> bool:
        return self.met_on is None


def owed(institution: Institution, on: dt.date, *, most: int = 24) -> list[Owed]:
    """Open ones first, then by period, newest first."""
    met = FilingMet.objects.standing().filter(due=OuterRef("pk")).order_by("met_on").values("met_on")[:1]
    rows = FilingDue.objects.standing().with_due().filter(institution=institution).annotate(met_on=Subquery(met))
    found = [
        Owed(
            FilingKind(row.kind),
            row.period,
            row.standing_due_on,
            row.met_on,
            days_overdue(row.standing_due_on, row.met_on or on),
        )
        for row in rows.order_by(F("met_on").desc(nulls_first=True), "-period", "kind")[:most]
    ]
    return sorted(found, key=lambda one: (not one.is_open, -one.period.toordinal(), one.kind))


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline before it is worded: which table, what it says, and the record it opens."""

    at: dt.datetime
    who: str
    table: str
    detail: str
    why: str
    public_id: str


_TABLES: Final[tuple[tuple[str, Any, str, str, bool], ...]] = (
    # table, model, column that says what, column of the reason, whether a page opens it
    ("transition", InstitutionTransition, "verb", "why", False),
    ("category", CategoryRow, "category", "why", False),
    ("legal_form", LegalFormRow, "legal_form", "why", False),
    ("permit", Permit, "number", "", True),
    ("registration", Registration, "kind", "", True),
    ("statement", FinancialStatement, "quarter", "", True),
    ("enrolment", EnrolmentReturn, "month", "", True),
    ("insurance", InsurancePolicy, "kind", "", True),
)


def happened(institution_id: int, *, most: int = 31) -> list[Happened]:
    """The newest of everything dated, in one query."""
    parts = [_part(institution_id, *table) for table in _TABLES]
    rows = parts[0].union(*parts[1:], all=True).order_by("-at")[:most]
    return [Happened(at, who, table, detail, why, public_id) for at, who, table, detail, why, public_id in rows]


def _part(institution_id: int, table: str, model: Any, detail: str, why: str, opens: bool) -> Any:  # noqa: PLR0917
    actor = "actor__label" if model is InstitutionTransition else "recorded_by__label"
    return (
        model.objects.filter(institution_id=institution_id)
        .annotate(
            at=F("recorded_at"),
            who=F(actor),
            table=Value(table, output_field=CharField()),
            detail=Cast(detail, CharField()),
            reason=Cast(F(why), CharField()) if why else Value("", output_field=CharField()),
            opens=F("public_id") if opens else Value("", output_field=CharField()),
        )
        .values_list("at", "who", "table", "detail", "reason", "opens")
    )


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What one act changed in a row of the register."""

    at: dt.datetime
    actor_id: int | None
    why: str
    what: str  # "institution", or the site's address
    fields: tuple[FieldChange, ...]


def changes(institution: Institution) -> list[Change]:
    """Field by field, newest first. A history row holds what was before the change, so the next one (or the present
    row) holds what was after it."""
    events = Institution.pgh_event_model.objects  # type: ignore[attr-defined]
    found = _diffs(list(_history(events.filter(pgh_obj=institution))), institution, "institution")
    sites = list(Site.objects.filter(institution=institution))
    site_events: dict[int, list[Any]] = {site.pk: [] for site in sites}
    for event in _history(Site.pgh_event_model.objects.filter(pgh_obj__in=sites)):  # type: ignore[attr-defined]
        site_events[event.pgh_obj_id].append(event)
    for site in sites:
        found += _diffs(site_events[site.pk], site, site.address)
    return sorted(found, key=lambda change: change.at, reverse=True)


def _history(events: Any) -> Any:
    """The newest, oldest first."""
    return reversed(events.select_related("pgh_context").order_by("-pgh_id")[:_HISTORY_MAX])


def _diffs(events: list[Any], present: Any, what: str) -> list[Change]:
    """One act may write a row twice (a status and the day it was found out): it is one change."""
    starts = [
        event
        for number, event in enumerate(events)
        if number == 0 or event.pgh_context_id is None or event.pgh_context_id != events[number - 1].pgh_context_id
    ]
    found = []
    for event, after in zip(starts, [*starts, present][1:], strict=True):
        fields = tuple(
            FieldChange(field.name, getattr(event, field.attname), getattr(after, field.attname))
            for field in type(present)._meta.concrete_fields
            if field.name not in _BOOKKEEPING
            and hasattr(event, field.attname)
            and getattr(event, field.attname) != getattr(after, field.attname)
        )
        if fields:
            context = event.pgh_context.metadata if event.pgh_context else {}
            found.append(Change(after.changed_at, context.get("actor"), context.get("why", ""), what, fields))
    return found
