"""Forms of sites."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from institutions.forms.register import SiteEditForm, SiteForm
from institutions.models import Institution, Site
from institutions.rules.access import EDIT_SITES
from institutions.services import sites
from institutions.views.common import InstitutionForm


class AddSite(InstitutionForm):
    permission = EDIT_SITES
    title = _("Add a site")
    form_class = SiteForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.county_ids}

    def act(self, form: SiteForm) -> str:
        sites.create_site(institution=self.institution, by=self.viewer, at=self.at, **form.facts)
        return self.done()


class EditSite(InstitutionForm):
    """The site is named in the address; its institution decides the scope."""

    permission = EDIT_SITES
    title = _("Edit the site")
    form_class = SiteEditForm

    @cached_property
    def site(self) -> Site:
        scope = Institution.objects.visible_to(self.viewer)
        found = (
            Site.objects.filter(public_id=self.kwargs["public_id"], institution__in=scope)
            .select_related("institution", "town")
            .first()
        )
        if found is None:
            raise NotFound
        return found

    @cached_property
    def institution(self) -> Institution:
        return self.site.institution

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.county_ids}

    def get_initial(self) -> dict[str, Any]:
        row = self.site
        names = [name for name in SiteForm.base_fields if name != "town"]
        values = {name: getattr(row, name) for name in names}
        return values | {"town": row.town.code if row.town else None, "version": row.version}

    def act(self, form: SiteEditForm) -> str:
        sites.edit_site(
            site=self.site,
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            **form.facts,
        )
        return self.done()
