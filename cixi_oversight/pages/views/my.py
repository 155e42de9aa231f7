"""An institution's own page: its adopted code and why, in plain words. The computed code stays inside the bureau."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, Message
from cixi_oversight.pages.access import VIEW_OWN
from cixi_oversight.web import home
from cixi_oversight.web.views import Page
from institutions.models import Institution
from riskcodes.enums import Level
from riskcodes.models import AdoptedCode
from riskcodes.rules.explanation import Line
from riskcodes.rules.labels import SOURCE, UNIT
from riskcodes.services.explain import explain


@dataclass(frozen=True, slots=True)
class Point:
    """An indicator over a limit, in the words of the institution's page."""

    line: Line
    unit: Message
    is_red: bool


@dataclass(frozen=True, slots=True)
class Own:
    """`reasons` only where the night gave the very code that was adopted: another one rests on its written reason."""

    institution: Institution
    adopted: AdoptedCode | None
    reasons: tuple[Message, ...] = ()
    points: list[Point] = field(default_factory=list)
    missing: list[tuple[Line, Message]] = field(default_factory=list)


class My(Page):
    permission = VIEW_OWN
    section = "my"
    title = _("To do and risk code")
    template_name = "pages/my.html"

    def context(self, **more: Any) -> dict[str, Any]:
        ids = self.viewer.institution_ids
        rows = Institution.objects.filter(pk__in=ids).select_related("town").order_by("name")
        adopted = AdoptedCode.objects.current(list(ids)).select_related("run")
        latest = {row.institution_id: row for row in adopted}
        return super().context(
            own=[_own(row, latest.get(row.pk)) for row in rows],
            groups=home.grouped(self.viewer, self.on),
            nothing=gettext(
                "Nothing waits for you. Filings and assignments of the authorities are listed here by their day."
            ),
            **more,
        )


def _own(institution: Institution, adopted: AdoptedCode | None) -> Own:
    if adopted is None:
        return Own(institution, None)
    try:
        found = explain(institution, adopted.run.on)
    except DomainError:  # came into the register after that night
        return Own(institution, adopted)
    if found.code != adopted.code:
        return Own(institution, adopted)
    over = [line for line in found.lines if line.level in (Level.RED, Level.YELLOW)]
    return Own(
        institution,
        adopted,
        found.reasons,
        [Point(line, UNIT[line.unit], line.level is Level.RED) for line in over],
        [(line, SOURCE[line.sources[0]]) for line in found.lines if line.level is Level.GREY],
    )
