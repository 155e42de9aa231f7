"""What every text that enters the register goes through, and the checks that several services share."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db.models import Model

from cixi_oversight.clock import SHANGHAI
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.users.models import Department, Town
from institutions.errors import DateInFuture, DatesReversed, FigureTooLarge, NegativeFigure, OtherCounty
from institutions.models import Institution

FEN_MAX = 10**15
COUNT_MAX = 1_000_000


def clean(text: str) -> str:
    """NFC, no control or direction characters, no blanks around: what a door let through by mistake stops here."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return kept.strip()


def day_of(at: dt.datetime) -> dt.date:
    """The business day of a moment, whatever zone it is written in."""
    return at.astimezone(SHANGHAI).date()


def a_reason(why: str) -> str:
    """Raises ReasonMissing."""
    cleaned = clean(why)
    if not cleaned:
        raise ReasonMissing(field="why")
    return cleaned


def not_in_future(day: dt.date | None, at: dt.datetime, field: str) -> None:
    """Raises DateInFuture."""
    if day is not None and day > day_of(at):
        raise DateInFuture(field=field, day=day.isoformat())


def in_order(first: dt.date | None, last: dt.date | None, field: str) -> None:
    """Raises DatesReversed at `field`, the end's."""
    if first is not None and last is not None and last < first:
        raise DatesReversed(field=field)


def within(figure: int | None, field: str, *, top: int = FEN_MAX, may_be_negative: bool = False) -> None:
    """Raises NegativeFigure, FigureTooLarge."""
    if figure is None:
        return
    if figure < 0 and not may_be_negative:
        raise NegativeFigure(field=field)
    if abs(figure) > top:
        raise FigureTooLarge(field=field)


def of_county(place: Town | Department | None, county_id: int, field: str) -> None:
    """Raises OtherCounty."""
    if place is not None and place.county_id != county_id:
        raise OtherCounty(field=field)


def lock(institution: Institution) -> Institution:
    """The institution's row, locked: whoever writes below it takes turns here (decision 5)."""
    return Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)


def key_of(row: Model | None) -> int | None:
    return None if row is None else row.pk
