"""Working groups: the six with their members and work; members change by the section chief or the director."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import GroupKind, Post
from cixi_oversight.desk.forms import assignments as forms
from cixi_oversight.desk.models import Assignment, WorkingGroup, WorkingGroupMember
from cixi_oversight.desk.rules import labels
from cixi_oversight.desk.rules.access import EDIT_GROUPS, VIEW_ASSIGNMENTS, VIEW_GROUPS
from cixi_oversight.desk.rules.workflow import ENDED, OPEN
from cixi_oversight.desk.services import groups, reading
from cixi_oversight.desk.services.links import page_url
from cixi_oversight.desk.views.assignments import due_pill, state_pill
from cixi_oversight.errors import NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

SECTION = "groups"
_SHOWN_MAX = 30


class GroupList(Page):
    permission = VIEW_GROUPS
    section = SECTION
    title = _("Working groups")
    template_name = "desk/groups.html"

    def context(self, **more: Any) -> dict[str, Any]:
        order = list(GroupKind)
        rows = WorkingGroup.objects.visible_to(self.viewer).select_related("lead", "county")
        found = sorted(rows, key=lambda row: (row.county_id, order.index(GroupKind(row.kind))))
        counted = _counts(self.viewer, self.on)
        members = _members([row.pk for row in found], self.on)
        return super().context(
            groups=[
                {
                    "row": row,
                    "name": worded(labels.GROUP[GroupKind(row.kind)]),
                    "url": reverse("desk:group", args=[row.pk]),
                    "members": members.get(row.pk, []),
                    **counted.get(row.pk, {"n_open": 0, "n_overdue": 0}),
                }
                for row in found
            ],
            **more,
        )


def _counts(viewer: Any, on: Any) -> dict[int, dict[str, int]]:
    rows = Assignment.objects.visible_to(viewer).filter(group__isnull=False).values("group_id")
    is_open = Q(state__in=sorted(OPEN))
    counted = rows.annotate(
        n_open=Count("pk", filter=is_open), n_overdue=Count("pk", filter=is_open & Q(due_on__lt=on))
    )
    return {row["group_id"]: {"n_open": row["n_open"], "n_overdue": row["n_overdue"]} for row in counted.order_by()}


def _members(ids: list[int], on: Any) -> dict[int, list[WorkingGroupMember]]:
    rows = WorkingGroupMember.objects.filter(group__in=ids).in_force(on).select_related("department", "user")
    found: dict[int, list[WorkingGroupMember]] = {}
    for row in sorted(rows, key=lambda row: (row.post != Post.LEADER, row.pk)):
        found.setdefault(row.group_id, []).append(row)
    return found


class OfGroup(Page):
    section = SECTION

    @cached_property
    def group(self) -> Any:
        rows = WorkingGroup.objects.visible_to(self.viewer).select_related("lead", "county")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    @property
    def group_name(self) -> str:
        return worded(labels.GROUP[GroupKind(self.group.kind)])

    @property
    def group_url(self) -> str:
        return reverse("desk:group", args=[self.group.pk])


class GroupPage(OfGroup):
    permission = VIEW_GROUPS
    template_name = "desk/group.html"

    def get_title(self) -> str:
        return self.group_name

    def context(self, **more: Any) -> dict[str, Any]:
        rows = WorkingGroupMember.objects.filter(group=self.group).select_related("department", "user")
        members = sorted(rows, key=lambda row: (row.post != Post.LEADER, row.pk))
        present = [row for row in members if row.to_on is None or row.to_on >= self.on]
        work = Assignment.objects.visible_to(self.viewer).filter(group=self.group).exclude(state__in=sorted(ENDED))
        shown = list(work.order_by("due_on", "pk")[: _SHOWN_MAX + 1])
        reading.with_parties(shown)
        base = reverse("desk:assignments")
        return super().context(
            group=self.group,
            members=[(row, worded(labels.POST[Post(row.post)])) for row in present],
            former=[(row, worded(labels.POST[Post(row.post)])) for row in members if row not in present],
            work=[(row, page_url(row), state_pill(row), due_pill(row, self.on)) for row in shown[:_SHOWN_MAX]],
            all_url=f"{base}?state=all&group={self.group.kind}" if VIEW_ASSIGNMENTS.allows(self.viewer) else "",
            may_edit=EDIT_GROUPS.allows(self.viewer),
            **more,
        )


class _OnGroup(OfGroup, FormPage):
    permission = EDIT_GROUPS

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.group_name, self.group_url)]

    def get_cancel_url(self) -> str:
        return self.group_url

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_id": self.group.county_id}


class ChangeGroup(_OnGroup):
    title = _("Change lead and duty")
    form_class = forms.GroupForm

    def get_initial(self) -> dict[str, Any]:
        return {"lead": self.group.lead_id, "duty": self.group.duty, "version": self.group.version}

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        groups.change_group(
            group=self.group, lead=data["lead"], duty=data["duty"], by=self.viewer, at=self.at, version=self.version
        )
        return self.group_url


class AddMember(_OnGroup):
    title = _("Add a member")
    form_class = forms.MemberForm
    submit_label = _("Add")

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.on, "post": Post.MEMBER}

    def act(self, form: Any) -> str:
        groups.add_member(group=self.group, by=self.viewer, at=self.at, **form.cleaned_data)
        messages.success(self.request, gettext("The member is added."))
        return self.group_url


class EndMember(_OnGroup):
    title = _("End the membership")
    form_class = forms.EndMemberForm
    submit_label = _("End the membership")

    @cached_property
    def member(self) -> Any:
        rows = WorkingGroupMember.objects.filter(group=self.group, to_on=None).select_related("department", "user")
        found = rows.filter(pk=self.kwargs["member"]).first()
        if found is None:
            raise NotFound
        return found

    def form_kwargs(self) -> dict[str, Any]:
        _member = self.member  # not found before anything is asked
        return {}

    def get_initial(self) -> dict[str, Any]:
        return {"to_on": self.on}

    @property
    def intro(self) -> str:  # type: ignore[override]
        return str(self.member.department or self.member.user)

    def act(self, form: Any) -> str:
        groups.end_member(member=self.member, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.group_url
