"""Figures of policy: what holds today, since when, by which source; all values that ever held; a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import money
from cixi_oversight.errors import NotFound
from cixi_oversight.policy.enums import Key, Unit
from cixi_oversight.policy.forms import ValueForm
from cixi_oversight.policy.models import Parameter
from cixi_oversight.policy.rules.access import RECORD_VALUE, VIEW_POLICY
from cixi_oversight.policy.rules.labels import KEYS, UNITS
from cixi_oversight.policy.services import parameters
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded


def written(row: Parameter) -> str:
    """The value with its unit, in the reader's language."""
    if row.unit == Unit.FEN:
        return f"¥{money.format_yuan(row.value)}"
    return f"{row.value} {worded(UNITS[Unit(row.unit)])}" if row.unit else str(row.value)


class ParameterList(Page):
    permission = VIEW_POLICY
    section = "system.parameters"
    title = _("Policy parameters")
    template_name = "policy/parameters.html"

    def context(self, **more: Any) -> dict[str, Any]:
        history: dict[str, list[Parameter]] = {}
        rows = Parameter.objects.select_related("county", "recorded_by").order_by("-effective_from", "-pk")
        for row in rows:
            history.setdefault(row.key, []).append(row)
        groups = [
            {"key": key, "label": KEYS[key], "rows": [(row, written(row), self._holds(row)) for row in history[key]]}
            for key in Key
            if key in history
        ]
        return super().context(groups=groups, may_record=RECORD_VALUE.allows(self.viewer), **more)

    def _holds(self, row: Parameter) -> bool:
        same_scope = parameters.in_force(row.key, on=self.on, county=row.county_id, category=row.category)
        return same_scope.pk == row.pk


class RecordValue(FormPage):
    permission = RECORD_VALUE
    section = "system.parameters"
    form_class = ValueForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._key()
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return gettext("New value: %(name)s") % {"name": worded(KEYS[self._key()])}

    def get_cancel_url(self) -> str:
        return reverse("policy:parameters")

    def act(self, form: ValueForm) -> str:
        parameters.record_value(key=self._key(), **form.cleaned_data, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("The new value is recorded."))
        return reverse("policy:parameters")

    def _key(self) -> Key:
        try:
            return Key(self.kwargs["key"])
        except ValueError:
            raise NotFound from None
