"""Sources of data: what is connected since when, what rests on it; the section chief connects one or ends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message, NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from riskcodes.enums import Source
from riskcodes.forms import ConnectForm, EndForm
from riskcodes.models import SourceConnection
from riskcodes.rules import labels
from riskcodes.rules.access import CONNECT_SOURCE, VIEW_CODES
from riskcodes.rules.indicators import INDICATORS
from riskcodes.rules.rule_set import parse_cached
from riskcodes.services.planning import rule_set_of
from riskcodes.services.sources import connect_source, end_source
from riskcodes.views.common import SECTION, RiskPage, county_of


@dataclass(frozen=True, slots=True)
class Row:
    """A source as its line shows it; `connection` is the one in force, else the one to come, else the last one."""

    source: Source
    label: Message
    connection: SourceConnection | None
    state: str  # connected, to_come or empty
    trial_ends_on: dt.date | None
    trial_is_over: bool
    indicators: list[Message]
    can_end: bool


class Sources(RiskPage, Page):
    """What is connected since when, and which indicators rest on it (decision 15)."""

    permission = VIEW_CODES
    tab = "sources"
    template_name = "riskcodes/sources.html"
    title = _("Sources of data")

    def context(self, **more: Any) -> dict[str, Any]:
        county = county_of(self.viewer)
        known: dict[str, list[SourceConnection]] = {}
        for row in SourceConnection.objects.filter(county=county).order_by("-from_on"):
            known.setdefault(row.source, []).append(row)
        days = parse_cached(rule_set_of(self.on, self.at).body).trial_days
        return super().context(
            rows=[_row(source, known.get(source, []), self.on, days) for source in Source],
            county=county,
            trial_days=days,
            may_connect=CONNECT_SOURCE.allows(self.viewer),
            **more,
        )


def _row(source: Source, known: list[SourceConnection], on: dt.date, trial_days: int) -> Row:
    in_force = next((one for one in known if one.from_on <= on and (one.to_on is None or one.to_on >= on)), None)
    shown = in_force or next(iter(known), None)
    to_come = shown is not None and shown.from_on > on
    # as the grading counts it: missing data weigh from the day on which it has been connected for so many days
    over_on = shown.from_on + dt.timedelta(days=trial_days) if shown and (in_force or to_come) else None
    return Row(
        source=source,
        label=labels.SOURCE[source],
        connection=shown,
        state="connected" if in_force else "to_come" if to_come else "",
        trial_ends_on=over_on and over_on - dt.timedelta(days=1),
        trial_is_over=over_on is not None and over_on <= on,
        indicators=[one.label for one in INDICATORS if source in one.sources],
        can_end=any(one.to_on is None for one in known),
    )


class _SourceForm(FormPage):
    """A form about one of the county's sources."""

    permission = CONNECT_SOURCE
    section = SECTION

    @cached_property
    def source(self) -> Source:
        try:
            return Source(self.kwargs["source"])
        except ValueError:
            raise NotFound from None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.cancel_url = reverse("riskcodes:sources")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(worded(labels.PAGE["sources"]), reverse("riskcodes:sources"))]

    @property
    def name(self) -> str:
        return worded(labels.SOURCE[self.source])


class Connect(_SourceForm):
    form_class = ConnectForm
    submit_label = _("Connect")

    def get_title(self) -> str:
        return gettext("Connect: %(source)s") % {"source": self.name}

    def act(self, form: ConnectForm) -> str:
        connect_source(
            county=county_of(self.viewer), source=self.source, by=self.viewer, at=self.at, **form.cleaned_data
        )
        messages.success(self.request, gettext("The source is connected. The night of that day reads it."))
        return reverse("riskcodes:sources")


class End(_SourceForm):
    form_class = EndForm
    submit_label = _("End the connection")

    def get_title(self) -> str:
        return gettext("End the connection: %(source)s") % {"source": self.name}

    def act(self, form: EndForm) -> str:
        end_source(county=county_of(self.viewer), source=self.source, by=self.viewer, at=self.at, **form.cleaned_data)
        messages.success(self.request, gettext("The connection is ended. Its indicators leave the weight afterwards."))
        return reverse("riskcodes:sources")
