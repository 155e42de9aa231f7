"""What is asked, drawn up and changed before it goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden
from cixi_oversight.users.models import County
from cixi_oversight.web.forms import FormPage
from institutions.enums.collections import (
    Addressee,
    Shape,
)
from institutions.forms.collections import CollectionForm
from institutions.rules.access.collections import RUN_COLLECTIONS
from institutions.rules.collections.columns import COLUMNS_MAX
from institutions.services.collections import defining
from institutions.services.collections.common import columns_of
from institutions.views.collections.base import SECTION, OfCollection, collection_url


class _Draw(FormPage):
    """The form of what is asked, with its table of columns."""

    permission = RUN_COLLECTIONS
    section = SECTION
    form_class = CollectionForm
    template_name = "institutions/collections/form.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(columns_max=COLUMNS_MAX, **more)

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.viewer.county_ids, "columns": self.known_columns()}

    def known_columns(self) -> list[Any]:
        return []


class Create(_Draw):
    title = _("New collection")
    submit_label = _("Save the draft")

    def get_initial(self) -> dict[str, Any]:
        return {
            "addressee": Addressee.TOWNS,
            "shape": Shape.INSTITUTIONS,
            "due_on": self.on + dt.timedelta(days=7),
        }

    def get_cancel_url(self) -> str:
        return reverse("institutions:collections")

    def act(self, form: CollectionForm) -> str:
        county = County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").first()
        if county is None:
            raise Forbidden
        return collection_url(defining.create_collection(county=county, by=self.viewer, at=self.at, **form.ask))


class Change(OfCollection, _Draw):
    title = _("Change the collection")

    def get_initial(self) -> dict[str, Any]:
        row = self.collection
        names = ("title", "about", "addressee", "shape", "due_on", "category", "stage", "legal_form", "version")
        return {name: getattr(row, name) for name in names} | {"towns": row.towns}

    def known_columns(self) -> list[Any]:
        return list(columns_of(self.collection).values())

    def get_cancel_url(self) -> str:
        return collection_url(self.collection)

    def act(self, form: CollectionForm) -> str:
        row = defining.change_collection(
            collection=self.collection, expected_version=self.version, by=self.viewer, at=self.at, **form.ask
        )
        return collection_url(row)
