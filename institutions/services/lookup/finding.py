"""Institutions as the public finds them, in one query however many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from institutions.enums import ENDED, Status
from institutions.models import Institution, LookupEntry, Permit, WhitelistEntry
from institutions.rules.lookup import LookupTerm

MOST: Final = 30
_CANDIDATES: Final = 400  # of a term that thousands have; the best of these are shown, with a word that there are more
OPEN: Final = (Status.OPERATING, Status.SUSPENDED, Status.CLOSING)
_SHOWN: Final = (*OPEN, *sorted(ENDED))


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` are institutions with `main_address`, `permit_number`, `permit_expires_on`, `permit_holds` and
    `on_whitelist`."""

    rows: list[Any]
    has_more: bool


def find(term: LookupTerm, *, on: dt.date, town_id: int | None = None) -> Found:
    """Living ones first, then those whose name or sign begins with it, by name. Ended ones are named, so that nobody
    takes them for unknown; those that apply or cannot be found are not."""
    rows = _dressed(Institution.objects.filter(_hit(term), status__in=_SHOWN), on)
    if town_id is not None:
        rows = rows.filter(town_id=town_id)
    begins = Q(name__istartswith=term.text) | Q(trade_name__istartswith=term.text)
    rows = rows.annotate(
        lives=Case(When(status__in=OPEN, then=Value(True)), default=Value(False), output_field=BooleanField()),
        begins=Case(When(begins, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )
    found = list(rows.order_by("-lives", "-begins", "name", "pk")[: MOST + 1])
    return Found(found[:MOST], len(found) > MOST)


def of_town(town_id: int, *, on: dt.date, page: int = 1) -> Found:
    """Living institutions of a town by name, `MOST` a page."""
    those = Institution.objects.filter(town_id=town_id, status__in=OPEN).order_by("name", "pk")
    # the page's rows first: what a line shows is not looked up for a whole town
    shown = those.values("pk")[(page - 1) * MOST : page * MOST + 1]
    found = list(_dressed(Institution.objects.filter(pk__in=shown), on).order_by("name", "pk"))
    return Found(found[:MOST], len(found) > MOST)


def _hit(term: LookupTerm) -> Q:
    if term.uscc:
        return Q(uscc=term.uscc)
    if term.permit:
        numbers = (term.permit, f"教民{term.permit}号", f"教民{term.permit}")
        return Q(pk__in=Permit.objects.filter(number__in=numbers).values("institution_id"))
    entries = LookupEntry.objects.filter(pairs__contains=list(term.pairs), text__contains=term.text)
    return Q(pk__in=entries.order_by().values("institution_id")[:_CANDIDATES])


def _dressed(rows: Any, on: dt.date) -> Any:
    listed = WhitelistEntry.objects.standing().filter(institution=OuterRef("pk"))
    holds = Permit.objects.standing().filter(
        Q(is_open_ended=True) | Q(expires_on__gte=on),
        Q(issued_on=None) | Q(issued_on__lte=on),
        institution=OuterRef("pk"),
    )  # as `posting_board.is_valid`: an end that nobody knows is no permit in force
    return rows.with_register_facts().annotate(on_whitelist=Exists(listed), permit_holds=Exists(holds))
