"""The entry standards in force, with source; and a new one of the county."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.users.models import County
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.words import worded
from institutions.enums import Category
from institutions.enums.gaps import StandardKey
from institutions.forms.gaps import StandardForm
from institutions.rules import labels
from institutions.rules.access.gaps import RECORD_STANDARD, VIEW_STANDARDS
from institutions.rules.labels.gaps import STANDARD_KEY
from institutions.services.gaps.standards import in_force, record_standard
from institutions.views.transition.common import SECTION, TransitionPage


def county_of(viewer: Any) -> County:
    """The county that the viewer works in, the first of several."""
    found = County.objects.filter(pk__in=viewer.county_ids).order_by("pk").first()
    if found is None:
        raise NotFound
    return found


class Standards(TransitionPage):
    permission = VIEW_STANDARDS
    section_tab = "standards"
    title = _("Entry standards")
    template_name = "institutions/gaps/standards.html"

    def context(self, **more: Any) -> dict[str, Any]:
        county = county_of(self.viewer)
        groups = [
            (
                worded(labels.CATEGORY[category]),
                [
                    (worded(STANDARD_KEY[StandardKey(row.key)]), row)
                    for row in in_force(category, county_id=county.pk, on=self.on)
                ],
            )
            for category in Category
        ]
        return super().context(
            groups=[(name, rows) for name, rows in groups if rows],
            record_url=reverse("institutions:record_standard") if RECORD_STANDARD.allows(self.viewer) else "",
            **more,
        )


class RecordStandard(FormPage):
    permission = RECORD_STANDARD
    section = SECTION
    title = _("Record an entry standard")
    form_class = StandardForm
    submit_label = _("Record")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(worded(_("Entry standards")), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return reverse("institutions:standards")

    def act(self, form: StandardForm) -> str:
        record_standard(county=county_of(self.viewer), by=self.viewer, at=self.at, **form.facts)
        return self.get_cancel_url()
