"""Codes of sets of institutions for the register's list, heads and history. One query a question."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.badges import risk_badge, risk_word
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.words import worded
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode, Assessment, CodeChange
from riskcodes.rules.access import VIEW_CODES
from riskcodes.rules.labels import COLOUR_CODE
from riskcodes.rules.reasons import from_json

TIMELINE_MAX: Final = 30
_COLOURS: Final = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.NONE)


def computed_codes(ids: list[int]) -> dict[int, str]:
    """As published now; institutions that no run has judged are left out."""
    rows = Assessment.objects.published_anywhere().filter(institution_id__in=ids)
    return dict(rows.values_list("institution_id", "computed_code"))


def adopted_codes(ids: list[int]) -> dict[int, str]:
    return {row.institution_id: row.code for row in AdoptedCode.objects.current(ids)}


def choices() -> list[tuple[str, Message]]:
    return [(colour.value, COLOUR_CODE[colour]) for colour in _COLOURS]


def computed_q(value: str, viewer: Viewer) -> Q:
    published = Assessment.objects.published_anywhere().filter(institution_id=OuterRef("pk"), computed_code=value)
    return Q(Exists(published)) if VIEW_CODES.allows(viewer) else Q(pk__in=[])


def adopted_q(value: str, viewer: Viewer) -> Q:
    latest = AdoptedCode.objects.current().values("pk")
    return Q(pk__in=AdoptedCode.objects.filter(pk__in=latest, code=value).values("institution_id"))


def computed_cells(ids: list[int], viewer: Viewer) -> dict[int, SafeString | str]:
    return {pk: risk_badge(code) for pk, code in _computed_for(ids, viewer).items()}


def adopted_cells(ids: list[int], viewer: Viewer) -> dict[int, SafeString | str]:
    return {pk: risk_badge(code) for pk, code in adopted_codes(ids).items()}


def computed_words(ids: list[int], viewer: Viewer) -> dict[int, str]:
    return {pk: risk_word(code) for pk, code in _computed_for(ids, viewer).items()}


def adopted_words(ids: list[int], viewer: Viewer) -> dict[int, str]:
    return {pk: risk_word(code) for pk, code in adopted_codes(ids).items()}


def _computed_for(ids: list[int], viewer: Viewer) -> dict[int, str]:
    """The computed code stays inside the supervision; everyone else reads what was adopted (decision 16)."""
    return computed_codes(ids) if VIEW_CODES.allows(viewer) else {}


def head_badges(ids: list[int], viewer: Viewer) -> dict[int, SafeString]:
    computed, adopted = _computed_for(ids, viewer), adopted_codes(ids)
    return {pk: code_pair(computed.get(pk), adopted.get(pk)) for pk in computed.keys() | adopted.keys()}


def code_pair(computed: str | None, adopted: str | None) -> SafeString:
    parts = [
        format_html('<span class="code-one"><span class="code-kind">{}</span>{}</span>', kind, risk_badge(code))
        for kind, code in ((_("Computed code"), computed), (_("Adopted code"), adopted))
        if code
    ]
    return format_html('<span class="code-pair">{}</span>', SafeString("".join(parts)))


def timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """Changes of the computed code, and decisions on the adopted one."""
    adopted = AdoptedCode.objects.filter(institution_id=institution_id).select_related("recorded_by")
    found = [
        TimelineEntry(
            row.recorded_at,
            row.recorded_by.label,
            msg("Adopted: %(code)s", code=COLOUR_CODE[Colour(row.code)]),
            row.reason,
        )
        for row in adopted.order_by("-recorded_at", "-id")[:TIMELINE_MAX]
    ]
    if VIEW_CODES.allows(viewer):
        changes = CodeChange.objects.filter(institution_id=institution_id).order_by("-recorded_at")[:TIMELINE_MAX]
        found += [_changed(change) for change in changes]
    return found


def _changed(change: CodeChange) -> TimelineEntry:
    from_code, to_code = COLOUR_CODE[Colour(change.from_code)], COLOUR_CODE[Colour(change.to_code)]
    reasons = from_json(change.reasons)
    return TimelineEntry(
        change.recorded_at,
        _("Nightly run"),
        msg("Computed: %(before)s to %(after)s", before=from_code, after=to_code),
        " ".join(worded(reason) for reason in reasons[:2]),
    )
