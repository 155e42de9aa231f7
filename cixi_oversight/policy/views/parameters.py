"""Figures of policy: what holds or held on a day, by which source; all values that ever held; a new one; a second
person's word where money or a penalty hangs on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import money
from cixi_oversight.clock import SHANGHAI
from cixi_oversight.errors import NotFound, msg
from cixi_oversight.policy.enums import Key, Mode, Unit
from cixi_oversight.policy.forms import DecideForm, OnForm, ValueForm
from cixi_oversight.policy.models import Parameter, ParameterProposal
from cixi_oversight.policy.rules.access import DECIDE_VALUE, RECORD_VALUE, VIEW_POLICY
from cixi_oversight.policy.rules.labels import KEYS, MODES, UNITS
from cixi_oversight.policy.services import parameters
from cixi_oversight.policy.services.reading import categories
from cixi_oversight.web.errors import UnreadableParameter
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded


def written(row: Any) -> str:
    """The value with its unit, in the reader's language."""
    if row.unit == Unit.FEN:
        return f"¥{money.format_yuan(row.value)}"
    if row.unit == Unit.TIME_OF_DAY:
        return f"{row.value // 60:02}:{row.value % 60:02}"
    if row.unit == Unit.YES_NO:
        return gettext("yes") if row.value else gettext("no")
    if row.unit == Unit.PERCENT:
        return f"{row.value} %"
    return f"{row.value} {worded(UNITS[Unit(row.unit)])}" if row.unit else str(row.value)


def where(row: Any) -> str:
    """The scope of a value in words."""
    known = categories()
    parts = [row.county.name if row.county else gettext("everywhere")]
    if row.category:
        parts.append(worded(known[row.category]) if row.category in known else row.category)
    if row.mode:
        parts.append(worded(MODES[Mode(row.mode)]))
    return " · ".join(parts)


class ParameterList(Page):
    permission = VIEW_POLICY
    section = "system.parameters"
    title = _("Policy parameters")
    template_name = "policy/parameters.html"

    def context(self, **more: Any) -> dict[str, Any]:
        asked = self.request.GET if "on" in self.request.GET else None
        form = OnForm(asked, initial={"on": self.on}, auto_id="as_of_%s")
        if form.is_bound and not form.is_valid():
            raise UnreadableParameter(name="on")
        on: dt.date = (form.cleaned_data["on"] if form.is_bound else None) or self.on
        history: dict[str, list[Parameter]] = {}
        for row in Parameter.objects.select_related("county", "recorded_by").order_by("-effective_from", "-pk"):
            history.setdefault(row.key, []).append(row)
        groups = [
            {
                "key": key,
                "label": KEYS[key],
                "second": key in parameters.NEEDS_SECOND_PERSON,
                "rows": [(row, written(row), where(row), _holds(row, on), _later(row, on)) for row in history[key]],
            }
            for key in Key
            if key in history
        ]
        waiting = ParameterProposal.objects.filter(accepted=None).select_related("county", "proposed_by")
        return super().context(
            groups=groups,
            as_of=on,
            is_today=on == self.on,
            on_form=form,
            waiting=[(one, KEYS[Key(one.key)], written(one), where(one)) for one in waiting.order_by("pk")],
            may_record=RECORD_VALUE.allows(self.viewer),
            may_decide=DECIDE_VALUE.allows(self.viewer),
            **more,
        )


def _holds(row: Parameter, on: dt.date) -> bool:
    if row.effective_from > on or (row.effective_to is not None and row.effective_to < on):
        return False
    scope = parameters.in_force(row.key, on=on, county=row.county_id, category=row.category, mode=row.mode)
    return scope.pk == row.pk


def _later(row: Parameter, on: dt.date) -> bool:
    """It holds for the day, but was entered after it: on that day nobody could read it here."""
    return row.recorded_at is not None and row.recorded_at.astimezone(SHANGHAI).date() > on


class RecordValue(FormPage):
    permission = RECORD_VALUE
    section = "system.parameters"
    form_class = ValueForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._key()
        return super().get(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"viewer": self.viewer, "unit": parameters.unit_of(self._key())}

    def get_title(self) -> str:
        return gettext("New value: %(name)s") % {"name": worded(KEYS[self._key()])}

    @property
    def intro(self) -> Text:  # type: ignore[override]
        if self._key() in parameters.NEEDS_SECOND_PERSON:
            return msg("Money or a penalty hangs on this figure: another person has to put it in force.")
        return ""

    def get_cancel_url(self) -> str:
        return reverse("policy:parameters")

    def act(self, form: ValueForm) -> str:
        if self._key() in parameters.NEEDS_SECOND_PERSON:
            parameters.propose_value(key=self._key(), **form.cleaned_data, by=self.viewer, at=self.at)
            messages.success(self.request, gettext("Proposed. Another person has to put it in force."))
        else:
            parameters.record_value(key=self._key(), **form.cleaned_data, by=self.viewer, at=self.at)
            messages.success(self.request, gettext("The new value is recorded."))
        return reverse("policy:parameters")

    def _key(self) -> Key:
        try:
            return Key(self.kwargs["key"])
        except ValueError:
            raise NotFound from None


class DecideValue(FormPage):
    """The second person: sees what was proposed by whom, and puts it in force or refuses."""

    permission = DECIDE_VALUE
    section = "system.parameters"
    form_class = DecideForm
    submit_label = _("Decide")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._proposal()
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return gettext("Decide: %(name)s") % {"name": worded(KEYS[Key(self._proposal().key)])}

    @property
    def intro(self) -> Text:  # type: ignore[override]
        row = self._proposal()
        return msg(
            "%(value)s from %(day)s on (%(where)s); source: %(source)s. Proposed by %(who)s: %(why)s",
            value=written(row),
            day=row.effective_from.isoformat(),
            where=where(row),
            source=row.source,
            who=row.proposed_by.label,
            why=row.why,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._proposal()
        return super().post(request, *args, **kwargs)

    def get_cancel_url(self) -> str:
        return reverse("policy:parameters")

    def act(self, form: DecideForm) -> str:
        row = parameters.decide_value(proposal=self._proposal(), **form.cleaned_data, by=self.viewer, at=self.at)
        done = gettext("The value is in force.") if row.accepted else gettext("The proposal is refused.")
        messages.success(self.request, done)
        return reverse("policy:parameters")

    def _proposal(self) -> ParameterProposal:
        rows = ParameterProposal.objects.select_related("county", "proposed_by")
        found = rows.filter(pk=self.kwargs["pk"], county=None) | rows.filter(
            pk=self.kwargs["pk"], county__in=self.viewer.county_ids
        )
        row = found.first()
        if row is None:
            raise NotFound
        return row
