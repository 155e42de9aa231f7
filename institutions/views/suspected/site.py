"""One suspected site: what was reported, what was found, and what may be done now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import Forbidden
from cixi_oversight.personal.services.reading import shown
from cixi_oversight.users.models import County
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.suspected import OPEN_SITES, SiteOrigin, SiteVerb
from institutions.errors.suspected import WhichInstitution
from institutions.forms.suspected import EnterForm, FoundForm, LicensedForm, PlaceForm, ReopenForm
from institutions.models import Institution
from institutions.rules.access.suspected import ENTER_SITE, MOVE_SITE, VIEW_SITES
from institutions.rules.labels.suspected import SITE_ORIGIN, SITE_VERB
from institutions.rules.suspected import SUSPECTED
from institutions.services.reading import find
from institutions.services.suspected.moving import move, place
from institutions.services.suspected.reporting import SUBJECT, report
from institutions.views.suspected.common import SECTION, OfSite, site_url

_PUBLIC = "public"  # the actor of reports without an account


class SitePage(OfSite):
    permission = VIEW_SITES
    template_name = "institutions/suspected/site.html"

    def get_title(self) -> str:
        return self.site.address

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.site
        reports = row.reports.select_related("recorded_by", "reporter").order_by("-recorded_at", "-pk")
        return super().context(
            site=row,
            is_open=row.state in OPEN_SITES,
            reports=[
                (
                    one,
                    worded(SITE_ORIGIN[SiteOrigin(one.origin)]),
                    shown(one.reporter, self.viewer) if one.reporter else None,
                )
                for one in reports[:30]
            ],
            files=uploads.of((SUBJECT, row.pk)),
            verbs=self.verbs(),
            may_place=ENTER_SITE.allows(self.viewer),
            timeline=self.timeline(),
            **more,
        )

    def verbs(self) -> list[tuple[str, str, str]]:
        """(key, address, words) of what this viewer may do, straight from the table."""
        row = self.site
        return [
            (
                step.verb,
                reverse("institutions:move_site", args=[row.public_id, step.verb]),
                worded(SITE_VERB[SiteVerb(step.verb)]),
            )
            for step in SUSPECTED.open_to(row.state, self.viewer)
        ]

    def timeline(self) -> list[TimelineEntry]:
        rows = self.site.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [
            TimelineEntry(row.recorded_at, _who(row.actor.label), SITE_VERB[SiteVerb(row.verb)], row.why)
            for row in rows
        ]


def _who(label: str) -> str:
    return worded(SITE_ORIGIN[SiteOrigin.PUBLIC]) if label == _PUBLIC else label


class EnterSite(FormPage):
    """An officer saw it himself: entered like a report, and shown at once."""

    permission = ENTER_SITE
    section = SECTION
    title = _("Enter a suspected site")
    form_class = EnterForm
    submit_label = _("Enter")

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.viewer.county_ids}

    def get_cancel_url(self) -> str:
        return reverse("institutions:suspected_sites")

    def act(self, form: EnterForm) -> str:
        typed = form.cleaned_data
        county = typed["town"].county if typed["town"] else County.objects.get(pk=min(self.viewer.county_ids))
        row = report(county=county, origin=SiteOrigin.OFFICER, by=self.viewer, at=self.at, **typed)
        if row.site.reports_count > 1:
            messages.info(self.request, gettext("This address is open already; your report stands with it."))
        return site_url(row.site)


class MoveSite(OfSite, FormPage):
    """A verb of the table: its form opens only while the state and the role allow it; the service decides again."""

    permission = MOVE_SITE
    forms: ClassVar[dict[SiteVerb, type[OfficeForm]]] = {
        SiteVerb.CHECK: FoundForm,
        SiteVerb.CONFIRM: FoundForm,
        SiteVerb.FIND_LICENSED: LicensedForm,
        SiteVerb.FIND_NOTHING: FoundForm,
        SiteVerb.REOPEN: ReopenForm,
    }

    @property
    def verb(self) -> SiteVerb:
        return SiteVerb(self.kwargs["verb"])

    def get_title(self) -> str:
        return worded(SITE_VERB[self.verb])

    @property
    def form_class(self) -> type[OfficeForm]:  # type: ignore[override]
        return self.forms[self.verb]

    def get_initial(self) -> dict[str, Any]:
        return {"visited_on": self.on, "version": self.site.version}

    def get_cancel_url(self) -> str:
        return site_url(self.site)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            step = SUSPECTED.move(self.site.state, self.verb)
            if step not in SUSPECTED.open_to(self.site.state, self.viewer):
                raise Forbidden
        self.submit_label: Text = SITE_VERB[self.verb]
        return super().show(*args, **kwargs)

    def act(self, form: Any) -> str:
        typed = dict(form.cleaned_data)
        name = typed.pop("institution", "")
        found = find(Institution.objects.filter(county=self.site.county).alive(), name, 2) if name else []
        if name and len(found) != 1:
            raise WhichInstitution(field="institution")
        move(
            site=self.site,
            verb=self.verb,
            by=self.viewer,
            at=self.at,
            expected_version=self.version,
            institution=found[0] if found else None,
            **typed,
        )
        return site_url(self.site)


class PlaceSite(OfSite, FormPage):
    permission = ENTER_SITE
    title = _("Say in which town it lies")
    form_class = PlaceForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_id": self.site.county_id}

    def get_initial(self) -> dict[str, Any]:
        return {"town": self.site.town_id, "version": self.site.version}

    def get_cancel_url(self) -> str:
        return site_url(self.site)

    def act(self, form: PlaceForm) -> str:
        row = place(
            site=self.site, town=form.cleaned_data["town"], by=self.viewer, at=self.at, expected_version=self.version
        )
        seen = row.town_id in self.viewer.town_ids or self.viewer.county_wide
        return site_url(row) if seen else reverse("institutions:suspected_sites")
