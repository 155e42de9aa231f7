"""Forms and list filters of the risk code."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.badges import risk_shape, risk_word
from cixi_oversight.web.fields import DayField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from riskcodes.enums import Colour, RunKind, RunState
from riskcodes.rules.labels import RUN_KIND, RUN_STATE

REASON_MAX: Final = 500
_COLOURS: Final = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.NONE)


def colour_choices() -> list[tuple[str, str]]:
    """Shape and word: a choice is never told by colour alone."""
    return [(colour.value, f"{risk_shape(colour)} {risk_word(colour)}") for colour in _COLOURS]


class AdoptSingleForm(OfficeForm):
    code = forms.ChoiceField(label=_("Adopted code"), widget=forms.RadioSelect, choices=colour_choices)
    reason = PlainCharField(
        label=_("Reason"),
        lines=True,
        max_length=REASON_MAX,
        help_text=_("The institution will read it. Name the figures and what it must do; at most 500 characters."),
    )


class ConnectForm(OfficeForm):
    from_on = DayField(
        label=_("Connected from"), help_text=_("The first day whose night reads this source; after the last night.")
    )
    why = PlainCharField(label=_("Reason"), lines=True, max_length=REASON_MAX)


class EndForm(OfficeForm):
    to_on = DayField(
        label=_("Last day"), help_text=_("The last day whose night reads this source; the last night or later.")
    )
    why = PlainCharField(label=_("Reason"), lines=True, max_length=REASON_MAX)


class RunFilters(PageFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"))
    state = django_filters.ChoiceFilter(label=_("State"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = [(kind.value, worded(RUN_KIND[kind])) for kind in RunKind]
        self.filters["state"].extra["choices"] = [(state.value, worded(RUN_STATE[state])) for state in RunState]
