"""The work list: rows that no rule could place, each decided by a person with both sides in view."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.forms import DecisionForm, OpenMatchFilterSet
from cixi_oversight.imports.models import OpenMatch
from cixi_oversight.imports.rules.access import IMPORT_SHEETS
from cixi_oversight.imports.rules.labels import DECISION
from cixi_oversight.imports.services.decide import both_sides, decide
from cixi_oversight.imports.services.targets import target_of
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.words import worded


def _reason(item: OpenMatch) -> str:
    return worded(target_of(item.target).reasons[item.reason])


class MatchList(ListPage):
    permission = IMPORT_SHEETS
    section = "imports"
    title = _("Rows to decide upon")
    filterset_class = OpenMatchFilterSet
    main_filters = ("reason",)
    ordering = ("pk",)
    export_name = _("Rows to decide upon")
    empty_text = _("No row waits for a decision.")
    columns: ClassVar = (
        Column("title", _("Name in the sheet"), lambda item: item.title, sort="title"),
        Column("reason", _("Why a person is asked"), _reason),
        Column("source", _("File"), lambda item: item.batch.source_name),
        Column("row", _("Row"), lambda item: item.row_no, numeric=True),
        Column("raised", _("Since"), lambda item: moment(item.raised_at), sort="raised_at"),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return OpenMatch.objects.visible_to(self.viewer).undecided().select_related("batch")

    def row_url(self, row: OpenMatch) -> str:
        return reverse("imports:match", args=[row.pk])


class DecideMatch(FormPage):
    permission = IMPORT_SHEETS
    section = "imports"
    template_name = "imports/match.html"
    form_class = DecisionForm
    submit_label = _("Settle this row")

    @cached_property
    def item(self) -> OpenMatch:
        found = OpenMatch.objects.visible_to(self.viewer).select_related("batch", "decided_by")
        item = found.filter(pk=self.kwargs["pk"]).first()
        if item is None:
            raise NotFound
        return item

    @cached_property
    def sides(self) -> tuple[list[Any], list[Any]]:
        return both_sides(self.item, self.viewer)

    def get_title(self) -> str:
        return self.item.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(gettext("Rows to decide upon"), reverse("imports:matches"))]

    def form_kwargs(self) -> dict[str, Any]:
        return {"sides": self.sides[0]}

    def get_cancel_url(self) -> str:
        return reverse("imports:matches")

    def act(self, form: DecisionForm) -> str:
        chosen = Decision(form.cleaned_data["decision"])
        subject = form.cleaned_data.get("subject")
        decide(
            item=self.item,
            decision=chosen,
            by=self.viewer,
            why=form.cleaned_data["why"],
            at=self.at,
            on=self.on,
            subject_id=int(subject) if subject and chosen in {Decision.SAME, Decision.SITE} else None,
        )
        messages.success(self.request, gettext("Row %(row)s is decided.") % {"row": self.item.row_no})
        following = OpenMatch.objects.visible_to(self.viewer).undecided().filter(pk__gt=self.item.pk).first()
        return reverse("imports:match", args=[following.pk]) if following else reverse("imports:matches")

    def context(self, **more: Any) -> dict[str, Any]:
        sides, lines = self.sides
        item = self.item
        decided = worded(DECISION[Decision(item.decision)]) if item.decision else ""
        return super().context(item=item, reason=_reason(item), sides=sides, lines=lines, decided=decided, **more)
