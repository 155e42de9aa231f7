"""Filters of the list of jobs."""

from __future__ import annotations

import django_filters
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.rules.labels import STATES
from cixi_oversight.jobs.services.registry import kinds
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.words import worded

_worded = lazy(worded, str)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.name, worded(kind.label)) for kind in kinds()]


class JobFilterSet(PageFilterSet):
    name = django_filters.ChoiceFilter(label=_("Work"), choices=_kinds)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(state.value, _worded(label)) for state, label in STATES.items()]
    )
    night = DayFilter(label=_("Night of"))

    class Meta:
        model = Job
        fields = ["name", "state", "night"]
