"""What the pages of one institution share: it is fetched within the viewer's scope, or not at all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page, Text
from institutions.models import Institution
from institutions.models.institution import AUTHORITIES
from institutions.services.links import file_url

SECTION = "register"


def fetch(viewer: Any, public_id: str) -> Institution:
    """Raises NotFound outside the viewer's scope, with the same words as for a missing one."""
    rows = Institution.objects.visible_to(viewer).select_related(
        "county", "town", "created_by", "changed_by", *(f"{name}_authority" for name in AUTHORITIES)
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


class OfInstitution(Page):
    """A page below one institution's file."""

    section = SECTION

    @cached_property
    def institution(self) -> Institution:
        return fetch(self.viewer, self.kwargs["public_id"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.institution.name, file_url(self.institution))]


class InstitutionForm(OfInstitution, FormPage):
    """A form about one institution; `tab` is where its file opens afterwards."""

    tab = ""
    submit_label: Text = _("Save")

    def get_cancel_url(self) -> str:
        return file_url(self.institution, self.tab)

    def done(self) -> str:
        return file_url(self.institution, self.tab)

    @property
    def county_ids(self) -> frozenset[int]:
        return frozenset({self.institution.county_id})
