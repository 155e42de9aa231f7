"""The rule sets as they stand, read only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message, NotFound
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from riskcodes.models import RuleSet
from riskcodes.rules import labels
from riskcodes.rules.access import VIEW_CODES
from riskcodes.rules.explanation import limits
from riskcodes.rules.indicators.base import Indicator, Terms
from riskcodes.rules.rule_set import RuleSetBody, parse_cached
from riskcodes.services.planning import rule_set_of
from riskcodes.views.common import RiskPage


@dataclass(frozen=True, slots=True)
class Row:
    indicator: Indicator
    terms: Terms
    citation: str
    family: Message
    unit: Message
    yellow: str
    red: str
    starts_family: bool


class Rules(RiskPage, Page):
    """The rule set in force, or the version that the address names."""

    permission = VIEW_CODES
    tab = "rules"
    template_name = "riskcodes/rules.html"
    title = _("Indicators and limits")

    @cached_property
    def rule_set(self) -> RuleSet:
        version = self.kwargs.get("version")
        if version is None:
            return rule_set_of(self.on, self.at)
        found = RuleSet.objects.filter(version=version).first()
        if found is None:
            raise NotFound
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        body = parse_cached(self.rule_set.body)
        versions = RuleSet.objects.order_by("-version").values_list("version", "in_force_from")
        return super().context(
            rule_set=self.rule_set,
            body=body,
            rows=_rows(body),
            versions=[(v, day, reverse("riskcodes:rule_set", args=[v])) for v, day in versions],
            stale=[(worded(labels.SOURCE[source]), days) for source, days in body.stale_days.items()],
            **more,
        )


def _rows(body: RuleSetBody) -> list[Row]:
    found: list[Row] = []
    for indicator in body.indicators:
        terms = body.terms[indicator.code]
        yellow, red = limits(indicator, terms)
        first = not found or found[-1].indicator.family is not indicator.family
        family, unit = labels.FAMILY[indicator.family], labels.UNIT[indicator.unit]
        found.append(Row(indicator, terms, worded(labels.cited(terms.citation)), family, unit, yellow, red, first))
    return found
