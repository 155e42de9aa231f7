"""School terms and vacations of the viewer's county: what stands, and the forms that change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.policy.enums import SchoolPeriodKind
from cixi_oversight.policy.forms import PeriodForm, WhyForm
from cixi_oversight.policy.models import SchoolPeriod
from cixi_oversight.policy.rules.access import EDIT_SCHOOL_CALENDAR, VIEW_POLICY
from cixi_oversight.policy.rules.labels import PERIODS
from cixi_oversight.policy.services import school
from cixi_oversight.users.models import County
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page

SECTION = "system.school"


class SchoolCalendar(Page):
    permission = VIEW_POLICY
    section = SECTION
    title = _("School calendar")
    template_name = "policy/school.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = SchoolPeriod.objects.in_force().filter(county__in=self.viewer.county_ids)
        rows = rows.select_related("county", "recorded_by").order_by("county__code", "-from_on")
        today = rows.touching(self.on, self.on).first()
        return super().context(
            rows=[(row, PERIODS[SchoolPeriodKind(row.kind)], row.from_on <= self.on <= row.to_on) for row in rows],
            today=today,
            may_edit=EDIT_SCHOOL_CALENDAR.allows(self.viewer),
            **more,
        )


class _Form(FormPage):
    permission = EDIT_SCHOOL_CALENDAR
    section = SECTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.period()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.period()  # not found is said before anything is asked of the form
        return super().post(request, *args, **kwargs)

    def period(self) -> SchoolPeriod | None:
        """The one that is corrected; None on the form of a new one. Raises NotFound."""
        if "pk" not in self.kwargs:
            return None
        rows = SchoolPeriod.objects.in_force().filter(county__in=self.viewer.county_ids)
        found: SchoolPeriod | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    def get_cancel_url(self) -> str:
        return reverse("policy:school")

    def done(self) -> str:
        messages.success(self.request, gettext("The school calendar is saved."))
        return reverse("policy:school")


class RecordPeriod(_Form):
    title = _("Enter a term or vacation")
    form_class = PeriodForm

    def act(self, form: PeriodForm) -> str:
        found = self.period()
        county = (
            found.county if found else County.objects.filter(pk__in=self.viewer.county_ids).order_by("code").first()
        )
        if county is None:
            raise NotFound
        school.record_period(county=county, supersedes=found, **form.cleaned_data, by=self.viewer, at=self.at)
        return self.done()


class CorrectPeriod(RecordPeriod):
    title = _("Correct a term or vacation")

    def get_initial(self) -> dict[str, Any]:
        found = self.period()
        names = ("school_year", "kind", "name", "from_on", "to_on", "source", "confirmed")
        return {name: getattr(found, name) for name in names}


class WithdrawPeriod(_Form):
    title = _("Withdraw a term or vacation")
    form_class = WhyForm
    submit_label = _("Withdraw this entry")

    def act(self, form: WhyForm) -> str:
        found = self.period()
        if found is not None:
            school.withdraw_period(period=found, **form.cleaned_data, by=self.viewer, at=self.at)
        return self.done()
