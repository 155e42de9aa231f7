"""What policy brings to the frame, and the names of its verbs."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.models import CalendarNotice, ParameterProposal
from cixi_oversight.policy.rules.access import DECIDE_VALUE, EDIT_CALENDAR, VIEW_DEADLINES, VIEW_POLICY
from cixi_oversight.policy.rules.verbs import VERBS
from cixi_oversight.policy.services import night
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """What waits for a second person, and notices that wait for the chief. What is due is listed by its own apps."""
    found = []
    if DECIDE_VALUE.allows(viewer):
        waits = ParameterProposal.objects.filter(accepted=None).exclude(proposed_by=viewer.actor_id)
        waits = waits.filter(Q(county=None) | Q(county__in=viewer.county_ids))
        found.append(Todo(msg("Values of policy to decide on"), waits, reverse("policy:parameters")))
    if EDIT_CALENDAR.allows(viewer):
        notice = CalendarNotice.objects.filter(applied_at=None).order_by("pk").first()
        if notice is not None:
            url = reverse("policy:notice", args=[notice.pk])
            found.append(Todo(msg("Yearly notice of holidays to put in force"), 1, url))
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
    school = msg("School calendar")
    NAV.register(NavEntry("system.school", school, "policy:school", VIEW_POLICY, icon="school"), rank=72)
    TODO.register(todo, rank=45)
    NAV.register(NavEntry("system.calendar", calendar, "policy:calendar", VIEW_POLICY, icon="calendar"), rank=70)
