"""AB角 on the page: one's own leaves and deputyships, and the chief's list of those of the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import ANY_STAFF, Role
from cixi_oversight.users.forms import LeaveForm, LeaveOfForm, ReasonForm
from cixi_oversight.users.models import DepartmentMembership, Deputyship, User
from cixi_oversight.users.rules.access import ARRANGE_DEPUTIES
from cixi_oversight.users.services import deputies
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES, worded


def _state(row: Deputyship, on: dt.date) -> Any:
    if row.to_on < on:
        return pill(Tone.NEUTRAL, gettext("over"))
    return pill(Tone.DONE, gettext("in force")) if row.from_on <= on else pill(Tone.PROGRESS, gettext("to come"))


class _Leaves(Page):
    template_name = "users/leaves.html"

    def rows(self) -> QuerySet[Deputyship]:
        raise NotImplementedError

    def may_end(self, row: Deputyship) -> bool:
        return row.to_on >= self.on

    def context(self, **more: Any) -> dict[str, Any]:
        rows = list(self.rows().select_related("absent", "deputy").order_by("-from_on", "-pk")[:200])
        works = DepartmentMembership.objects.in_force(self.on).filter(user__in=[row.absent_id for row in rows])
        held: dict[int, list[str]] = {}
        for work in works.select_related("department"):
            held.setdefault(work.user_id, []).append(f"{worded(ROLES[Role(work.role)])}（{work.department.name}）")
        shown = [(row, "、".join(held.get(row.absent_id, [])), _state(row, self.on), self.may_end(row)) for row in rows]
        return super().context(rows=shown, **more)


class OwnLeaves(_Leaves):
    permission = ANY_STAFF
    title = _("Leave and deputies")

    def rows(self) -> QuerySet[Deputyship]:
        me = self.viewer.user_id or 0
        return Deputyship.objects.filter(absent=me) | Deputyship.objects.filter(deputy=me)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(gettext("My account"), reverse("users:account"))]

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(arrange_url=reverse("users:arrange_own_leave"), **more)


class Leaves(_Leaves):
    """Of the whole office, for the chief."""

    permission = ARRANGE_DEPUTIES
    section = "system.deputies"
    title = _("Deputies")

    def rows(self) -> QuerySet[Deputyship]:
        return Deputyship.objects.visible_to(self.viewer)

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(arrange_url=reverse("users:arrange_leave"), **more)


class ArrangeOwnLeave(FormPage):
    permission = ANY_STAFF
    title = _("My leave")
    form_class = LeaveForm
    submit_label = _("Arrange the deputy")
    intro = _(
        "From the first to the last day your duties are open to the deputy as well. What he does then is noted as done "
        "for you. An administrator's duties are never lent."
    )

    def get_cancel_url(self) -> str:
        return reverse("users:leaves")

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.on}

    @cached_property
    def me(self) -> User:
        return User.objects.get(pk=self.viewer.user_id or 0)

    def form_kwargs(self) -> dict[str, Any]:
        return {"colleagues": deputies.may_stand_in(self.me, self.on)}

    def act(self, form: LeaveForm) -> str:
        row = deputies.arrange(absent=self.me, by=self.viewer, at=self.at, **form.cleaned_data)
        messages.success(self.request, gettext("%(name)s stands in for you.") % {"name": row.deputy.name})
        return reverse("users:leaves")


class ArrangeLeave(FormPage):
    permission = ARRANGE_DEPUTIES
    section = "system.deputies"
    title = _("Arrange a deputy")
    form_class = LeaveOfForm
    submit_label = _("Arrange the deputy")

    def get_cancel_url(self) -> str:
        return reverse("users:deputies")

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.on}

    def form_kwargs(self) -> dict[str, Any]:
        return {"colleagues": deputies.officers_of(self.viewer, self.on)}

    def act(self, form: LeaveOfForm) -> str:
        row = deputies.arrange(by=self.viewer, at=self.at, **form.cleaned_data)
        names = {"deputy": row.deputy.name, "absent": row.absent.name}
        messages.success(self.request, gettext("%(deputy)s stands in for %(absent)s.") % names)
        return reverse("users:deputies")


class EndLeave(FormPage):
    """The absent ends it himself, or the deputy, or the chief: whoever sees it."""

    permission = ANY_STAFF
    title = _("End the deputy's time")
    form_class = ReasonForm
    submit_label = _("End it today")
    intro = _("From the next click on the deputy no longer has these duties.")

    @cached_property
    def leave(self) -> Deputyship:
        found = Deputyship.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.leave
        return super().show(form, **more)

    def get_cancel_url(self) -> str:
        return reverse("users:leaves")

    def act(self, form: ReasonForm) -> str:
        deputies.end(leave=self.leave, by=self.viewer, why=form.cleaned_data["why"], at=self.at)
        messages.success(self.request, gettext("The deputy's time is ended."))
        is_mine = self.viewer.user_id in (self.leave.absent_id, self.leave.deputy_id)
        return reverse("users:leaves") if is_mine else reverse("users:deputies")
