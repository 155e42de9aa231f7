"""What policy brings to the frame, and the names of its verbs."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.models import CalendarNotice, ParameterProposal
from cixi_oversight.policy.rules.access import DECIDE_VALUE, EDIT_CALENDAR, EDIT_DEADLINES, VIEW_DEADLINES, VIEW_POLICY
from cixi_oversight.policy.rules.verbs import VERBS
from cixi_oversight.policy.services import night
from cixi_oversight.policy.services.reading import own_kinds, shown_to
from cixi_oversight.web.home import Todo
from cixi_oversight.web.nav import NAV, NavEntry


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """What waits for a second person, notices that wait for the chief, and what nears its end today."""
    found = []
    if DECIDE_VALUE.allows(viewer):
        waits = ParameterProposal.objects.filter(accepted=None).exclude(proposed_by=viewer.actor_id)
        waits = waits.filter(Q(county=None) | Q(county__in=viewer.county_ids))
        found.append(Todo(msg("Values of policy to decide on"), waits.count(), reverse("policy:parameters")))
    if EDIT_CALENDAR.allows(viewer):
        notice = CalendarNotice.objects.filter(applied_at=None).order_by("pk").first()
        if notice is not None:
            url = reverse("policy:notice", args=[notice.pk])
            found.append(Todo(msg("Yearly notice of holidays to put in force"), 1, url))
    if EDIT_DEADLINES.allows(viewer):
        mine = shown_to(viewer).filter(kind__in=own_kinds(viewer), due_on=on)
        url = f"{reverse('policy:deadlines')}?whose=mine&left=today"
        found.append(Todo(msg("Deadlines that end today"), mine.count(), url, due_on=on))
    return found


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
    registry.register(night.BACKFILL)
    registry.register(night.ALARMS_NIGHT)
    NAV.register(NavEntry("deadlines", msg("Deadlines"), "policy:deadlines", VIEW_DEADLINES, icon="clock"), rank=75)
    parameters, calendar = msg("Policy parameters"), msg("Working calendar")
    NAV.register(
        NavEntry("system.parameters", parameters, "policy:parameters", VIEW_POLICY, icon="adjustments"), rank=60
    )
    NAV.register(NavEntry("system.calendar", calendar, "policy:calendar", VIEW_POLICY, icon="calendar"), rank=70)
