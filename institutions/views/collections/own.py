"""An institution's side of collections (/my/collections/)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.views import Page
from institutions.models import CollectionPart
from institutions.rules.access.collections import ANSWER_OWN
from institutions.services.collections import answering, reading
from institutions.views.collections.base import OWN_SECTION
from institutions.views.collections.part_steps import SubmitPage
from institutions.views.collections.parts import PartPage
from institutions.views.collections.pasting import PastePage


class OwnList(Page):
    """What an institution is asked for (/my/collections/)."""

    permission = ANSWER_OWN
    section = OWN_SECTION
    title = _("Collections")
    template_name = "institutions/collections/own.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = CollectionPart.objects.visible_to(self.viewer).filter(institution__in=self.viewer.institution_ids)
        parts = list(rows.select_related("collection", "institution").order_by("collection__due_on", "pk"))
        owed = [part for part in parts if answering.is_open(part)]
        ended = [part for part in parts if not answering.is_open(part)]
        return super().context(
            owed=[self.line(part) for part in owed], ended=[self.line(part) for part in ended[-20:][::-1]], **more
        )

    def line(self, part: Any) -> dict[str, Any]:
        return {
            "part": part,
            "url": reverse("institutions:my_collection", args=[part.public_id]),
            "late": reading.late(part, self.on) if answering.is_open(part) else 0,
        }


class OwnPart(PartPage):
    permission = ANSWER_OWN
    permissions: ClassVar[dict[str, Any]] = {}
    section = OWN_SECTION
    is_own = True


class OwnPaste(PastePage):
    permission = ANSWER_OWN
    section = OWN_SECTION
    is_own = True


class OwnSubmit(SubmitPage):
    permission = ANSWER_OWN
    section = OWN_SECTION
    is_own = True
