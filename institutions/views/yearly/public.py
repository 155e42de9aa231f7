"""Published results of the annual inspection, for everybody: a year, by conclusion and town, found by name."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.views import Page
from institutions.enums.yearly import BatchState, Conclusion
from institutions.models import AnnualBatch, AnnualResult, Institution

_SHOWN: Final = 100


class FindForm(OfficeForm):
    marks_optional = False
    q = PlainCharField(label=_("Name of the institution"), max_length=64, required=False)


class Results(Page):
    permission = ANYONE
    title = _("Results of the annual inspection")
    template_name = "institutions/yearly/public.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        years = list(AnnualResult.objects.order_by("-year").values_list("year", flat=True).distinct())
        year: int | None = kwargs.get("year") or (years[0] if years else None)
        if year is not None and year not in years:
            raise NotFound
        form = FindForm(request.GET)
        typed = form.cleaned_data["q"] if form.is_valid() else ""
        inspected: int = year or 0
        rows = AnnualResult.objects.standing().filter(year=inspected)
        counts = dict(rows.values_list("conclusion").annotate(n=Count("pk")).order_by())
        wanted = request.GET.get("conclusion", "")
        found = rows.select_related("institution__town").order_by("institution__name", "pk")
        if typed:
            found = found.filter(institution__in=Institution.objects.search(typed))
        if wanted in set(Conclusion):
            found = found.filter(conclusion=wanted)
        shown = list(found[: _SHOWN + 1])
        batches: Any = AnnualBatch.objects.filter(year=inspected, state=BatchState.PUBLISHED).select_related(
            "announcement"
        )
        return self.render(
            year=year,
            years=years,
            form=form,
            typed=typed,
            wanted=wanted,
            counts=[(one.value, counts.get(one, 0)) for one in Conclusion],
            rows=shown[:_SHOWN],
            has_more=len(shown) > _SHOWN,
            batches=list(batches.select_related("announcement").order_by("published_on", "pk")) if year else [],
        )

    def get_title(self) -> str:
        year = self.kwargs.get("year")
        return gettext("Annual inspection of %(year)s") % {"year": year} if year else super().get_title()
