"""Stars in force: the bureau's list with what was lowered, and the public page."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.stars import RatingCause
from institutions.forms.stars import ChangeForm, RatingFilterSet
from institutions.models import Institution, StarRating
from institutions.rules.access import stars as access
from institutions.rules.labels.stars import RATING_CAUSE
from institutions.services.stars import deciding
from institutions.services.stars.reading import holding, in_force
from institutions.views.stars.common import SECTION, drawn
from institutions.views.yearly.public import FindForm

_SHOWN: Final = 100


class RatingList(ListPage):
    permission = access.VIEW_STARS
    section = SECTION
    title = _("Stars in force")
    filterset_class = RatingFilterSet
    main_filters = ("q", "stars", "annual")
    ordering = ("-stars",)
    export_name = _("Stars in force")
    empty_text = _("No institution has stars in force.")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "institution",
                _("Institution"),
                lambda row: format_html(
                    '{}<span class="second d-block">{}</span>',
                    row.institution.name,
                    row.institution.town.name if row.institution.town else "",
                ),
                export=lambda row: row.institution.name,
            ),
            Column("stars", _("Stars"), lambda row: drawn(row.stars), sort="stars", export=lambda row: row.stars),
            Column("from_on", _("From"), lambda row: row.from_on, sort="from_on"),
            Column("to_on", _("Valid until"), lambda row: row.to_on, sort="to_on"),
            Column("cause", _("How it came"), lambda row: worded(RATING_CAUSE[RatingCause(row.cause)])),
            Column("why", _("Grounds"), lambda row: row.why, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows = holding(self.on).filter(institution__county__in=self.viewer.county_ids)
        return rows.select_related("institution__town")

    def row_url(self, row: StarRating) -> str:
        if not access.DECIDE_STARS.allows(self.viewer):
            return ""
        return reverse("institutions:change_stars", args=[row.institution.public_id])


class ChangeStars(FormPage):
    permission = access.DECIDE_STARS
    section = SECTION
    title = _("Lower or strip stars")
    form_class = ChangeForm
    submit_label = _("Take the decision")
    intro: Text = _("The certificate becomes void at once; fewer stars get a new one to the same day.")
    template_name = "institutions/stars/change.html"

    @cached_property
    def institution(self) -> Institution:
        found = Institution.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.institution
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        _found = self.institution
        return super().post(request, *args, **kwargs)

    def get_cancel_url(self) -> str:
        return reverse("institutions:star_ratings")

    def context(self, **more: Any) -> dict[str, Any]:
        now = in_force(self.institution.pk, self.on)
        return super().context(institution=self.institution, rating=now, drawn=drawn(now.stars) if now else "", **more)

    def act(self, form: ChangeForm) -> str:
        deciding.change_stars(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return reverse("institutions:star_ratings")


class PublicStars(Page):
    permission = ANYONE
    title = _("Stars for honest teaching")
    template_name = "institutions/stars/public.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FindForm(request.GET)
        typed = form.cleaned_data["q"] if form.is_valid() else ""
        rows = holding(self.on)
        counts = dict(rows.values_list("stars").annotate(n=Count("pk")).order_by())
        found = rows.select_related("institution__town").order_by("-stars", "institution__name", "pk")
        if typed:
            found = found.filter(institution__in=Institution.objects.search(typed))
        shown = list(found[: _SHOWN + 1])
        return self.render(
            form=form,
            typed=typed,
            counts=[(drawn(stars), counts.get(stars, 0)) for stars in (5, 4, 3)],
            rows=[(row, drawn(row.stars)) for row in shown[:_SHOWN]],
            has_more=len(shown) > _SHOWN,
        )
