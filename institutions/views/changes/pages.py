"""Register changes at the bureau: the list, one of them, and what the registrar does with it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.imports.rules.access import IMPORT_SHEETS
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState, ChangeVerb
from institutions.forms.changes import ChangeFilterSet, DecideForm
from institutions.models import Institution, RegisterChange
from institutions.rules.access.changes import DECIDE_CHANGES, VIEW_CHANGES
from institutions.rules.changes import CHANGE
from institutions.rules.labels.changes import CHANGE_KIND, CHANGE_OUTCOME, CHANGE_STATE, CHANGE_VERB
from institutions.services.changes.deciding import move_change
from institutions.services.changes.sheet import PROFILE
from institutions.services.links import file_url

SECTION = "register_changes"


def change_url(row: RegisterChange) -> str:
    return reverse("institutions:register_change", args=[row.public_id])


class ChangeList(ListPage):
    permission = VIEW_CHANGES
    section = SECTION
    title = _("Register changes")
    filterset_class = ChangeFilterSet
    main_filters = ("q", "state", "kind", "outcome")
    ordering = ("-changed",)
    export_name = _("Register changes")
    empty_text = _("No register change matches. They come in every week from market supervision.")

    def get_columns(self) -> list[Column]:
        return [
            Column("name", _("Name of the business"), lambda row: row.name),
            Column("kind", _("Kind of change"), lambda row: worded(CHANGE_KIND[ChangeKind(row.kind)])),
            Column("changed", _("Changed on"), lambda row: row.changed_on, sort="changed_on"),
            Column(
                "outcome", _("What it was matched with"), lambda row: worded(CHANGE_OUTCOME[ChangeOutcome(row.outcome)])
            ),
            Column("institution", _("Institution"), lambda row: row.institution and row.institution.name),
            Column("site", _("Suspected site"), lambda row: row.site and row.site.number),
            Column("town", _("Town"), lambda row: row.town and row.town.name),
            Column(
                "state",
                _("State"),
                lambda row: badge("register_change", row.state),
                export=lambda row: worded(CHANGE_STATE[ChangeState(row.state)]),
            ),
        ]

    def get_queryset(self) -> Any:
        rows: Any = RegisterChange.objects.visible_to(self.viewer)
        return rows.select_related("institution", "town", "site")

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not IMPORT_SHEETS.allows(self.viewer):
            return None
        return f"{reverse('imports:receive')}?profile={PROFILE}", _("Import the weekly list")

    def row_url(self, row: Any) -> str:
        return change_url(row)


class OfChange(Page):
    section = SECTION

    @cached_property
    def change(self) -> RegisterChange:
        rows: Any = RegisterChange.objects.visible_to(self.viewer).select_related("institution", "town", "site")
        found: RegisterChange | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.change.name, change_url(self.change))]


class ChangePage(OfChange):
    permission = VIEW_CHANGES
    template_name = "institutions/changes/change.html"

    def get_title(self) -> str:
        return self.change.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.change
        seen: Any = Institution.objects.visible_to(self.viewer)
        candidates = seen.filter(pk__in=[*row.candidates, *([row.institution_id] if row.institution_id else [])])
        moves = row.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return super().context(
            change=row,
            kind=worded(CHANGE_KIND[ChangeKind(row.kind)]),
            outcome=worded(CHANGE_OUTCOME[ChangeOutcome(row.outcome)]),
            institutions=[(one.name, file_url(one)) for one in candidates],
            site_url=reverse("institutions:suspected_site", args=[row.site.public_id]) if row.site else "",
            verbs=[
                (
                    move.verb,
                    reverse(f"institutions:register_change_{move.verb}", args=[row.public_id]),
                    worded(CHANGE_VERB[ChangeVerb(move.verb)]),
                )
                for move in CHANGE.open_to(row.state, self.viewer)
            ],
            timeline=[
                TimelineEntry(one.recorded_at, one.actor.label, CHANGE_VERB[ChangeVerb(one.verb)], one.why)
                for one in moves
            ],
            **more,
        )


class Decide(OfChange, FormPage):
    permission = DECIDE_CHANGES
    form_class = DecideForm
    verb: ClassVar[ChangeVerb] = ChangeVerb.FINISH

    def get_title(self) -> str:
        return worded(CHANGE_VERB[self.verb])

    def get_cancel_url(self) -> str:
        return change_url(self.change)

    def form_kwargs(self) -> dict[str, Any]:
        return {"candidates": self.change.candidates if self.verb is ChangeVerb.FINISH else []}

    def act(self, form: DecideForm) -> str:
        chosen = form.cleaned_data.get("institution")
        move_change(
            change=self.change,
            verb=self.verb,
            why=form.cleaned_data["why"],
            institution_id=chosen.pk if chosen else None,
            by=self.viewer,
            at=self.at,
        )
        return change_url(self.change)


class Dismiss(Decide):
    verb = ChangeVerb.DISMISS
