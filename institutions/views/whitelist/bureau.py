"""The white list at the bureau: what the night proposes and why, and publishing it with a preview."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import County
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.whitelist import Change, Criterion
from institutions.forms.whitelist import ProposalFilterSet, PublishForm
from institutions.models import WhitelistProposal
from institutions.rules.access.whitelist import PUBLISH_WHITELIST, VIEW_PROPOSALS
from institutions.rules.labels.whitelist import CHANGE, CRITERION, UNMET
from institutions.rules.whitelist.rule import PUBLIC_ENTRY, PUBLIC_EXIT
from institutions.services.links import file_url
from institutions.services.whitelist.publishing import publish
from institutions.services.whitelist.reading import listed, publications

SECTION: Final = "notices.whitelist"
_AT_ONCE: Final = 300  # what one person can look through before publishing


def reasons_of(row: WhitelistProposal) -> str:
    """Of an exit what is unmet; of an entry that all is met, as far as anybody answers."""
    if row.change == Change.EXIT:
        return gettext("; ").join(worded(UNMET[Criterion(one)]) for one in row.unmet)
    return gettext("fulfils every condition that is in the system")


def unknown_of(row: WhitelistProposal) -> str:
    return gettext("; ").join(worded(CRITERION[Criterion(one)]) for one in row.unknown)


class Proposals(ListPage):
    permission = VIEW_PROPOSALS
    section = SECTION
    title = _("White list: proposals")
    template_name = "institutions/whitelist/proposals.html"
    filterset_class = ProposalFilterSet
    main_filters = ("q", "change", "reason")
    ordering = ("-change",)
    export_name = _("White list: proposals")
    empty_text = _("Nothing is proposed: everybody who fulfils the conditions is on the list, and nobody else.")

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = WhitelistProposal.objects.visible_to(self.viewer)
        return rows.select_related("institution__town")

    def get_columns(self) -> list[Column]:
        return [
            Column("name", _("Institution"), _name, export=lambda row: row.institution.name),
            Column(
                "change",
                _("Entry or exit"),
                lambda row: badge("whitelist_change", row.change),
                sort="change",
                export=lambda row: worded(CHANGE[Change(row.change)]),
            ),
            Column("reasons", _("Reason"), reasons_of),
            Column("unknown", _("Not in the system yet"), unknown_of),
            Column("since", _("Proposed since"), lambda row: row.since_on, sort="since_on"),
        ]

    def row_url(self, row: WhitelistProposal) -> str:
        return file_url(row.institution)

    def get_primary_action(self) -> tuple[str, Text] | None:
        may = PUBLISH_WHITELIST.allows(self.viewer)
        return (reverse("institutions:publish_whitelist"), _("Publish")) if may else None

    def context(self, **more: Any) -> dict[str, Any]:
        mine = {"county_id__in": self.viewer.county_ids}
        latest = publications().filter(**mine).order_by("-published_on", "-pk").first()
        return super().context(latest=latest, listed_count=listed().filter(**mine).count(), **more)


def _name(row: WhitelistProposal) -> SafeString:
    town = row.institution.town.name if row.institution.town else ""
    return format_html('{}<span class="second d-block">{}</span>', row.institution.name, town)


class Publish(FormPage):
    """Every proposal with its reason, all ticked; beside it what the public will read."""

    permission = PUBLISH_WHITELIST
    section = SECTION
    title = _("Publish the white list")
    template_name = "institutions/whitelist/publish.html"
    form_class = PublishForm
    submit_label = _("Publish")

    @cached_property
    def county(self) -> County:
        return County.objects.get(pk=min(self.viewer.county_ids))

    @cached_property
    def rows(self) -> list[Any]:
        rows: Any = WhitelistProposal.objects.visible_to(self.viewer).filter(county=self.county)
        return list(rows.select_related("institution__town").order_by("-change", "institution__name")[:_AT_ONCE])

    def form_kwargs(self) -> dict[str, Any]:
        return {"rows": self.rows}

    def get_initial(self) -> dict[str, Any]:
        return {"chosen": [f"{row.pk}:{row.change}" for row in self.rows]}

    def get_cancel_url(self) -> str:
        return reverse("institutions:whitelist_proposals")

    def context(self, **more: Any) -> dict[str, Any]:
        ticked = set(more["form"]["chosen"].value() or [])
        lines = [(row, f"{row.pk}:{row.change}", reasons_of(row), unknown_of(row)) for row in self.rows]
        groups = [
            (worded(CHANGE[change]), [(*line, line[1] in ticked) for line in lines if line[0].change == change])
            for change in (Change.EXIT, Change.ENTRY)
        ]
        return super().context(
            groups=[group for group in groups if group[1]],
            entry_reason=worded(PUBLIC_ENTRY),
            exit_reason=worded(PUBLIC_EXIT),
            **more,
        )

    def act(self, form: PublishForm) -> str:
        pairs = (one.split(":") for one in form.cleaned_data["chosen"])
        made = publish(
            county=self.county,
            chosen={int(pk): Change(change) for pk, change in pairs},
            note=form.cleaned_data["note"],
            by=self.viewer,
            at=self.at,
        )
        messages.success(self.request, gettext("Published as number %(number)s.") % {"number": made.number})
        return reverse("institutions:whitelist_publication", args=[made.public_id])
