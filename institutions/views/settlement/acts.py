"""What is done with a table of unfinished courses: rows, consents, moves; for the counter and for the institution."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.web.forms import FormPage, OfficeForm, once
from cixi_oversight.web.words import worded
from institutions.enums.settlement import SettlementVerb
from institutions.forms.settlement import ConsentForm, CourseForm, DeclareForm, MoveForm
from institutions.models import CourseSettlement, UnfinishedCourse
from institutions.rules.access.settlement import EDIT_SETTLEMENT, MOVE_SETTLEMENT, OWN_SETTLEMENT
from institutions.rules.labels.settlement import SETTLEMENT_VERB
from institutions.rules.settlement import SETTLEMENT
from institutions.services.settlement import courses
from institutions.services.settlement.tables import move_settlement, open_settlement
from institutions.views.common import OfInstitution
from institutions.views.settlement.pages import OWN_SECTION, OfSettlement


class OpenSettlement(OfInstitution):
    """By hand, from the institution's file; a case of deregistration opens it by itself."""

    permission = EDIT_SETTLEMENT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def act() -> str:
            made = open_settlement(institution=self.institution, by=self.viewer, at=self.at)
            return reverse("institutions:settlement", args=[made.public_id])

        return HttpResponseRedirect(once(request, act))


class OpenOwnSettlement(OfInstitution):
    """The owner of an institution begins to settle."""

    permission = OWN_SETTLEMENT
    section = OWN_SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def act() -> str:
            made = open_settlement(institution=self.institution, by=self.viewer, at=self.at)
            return reverse("institutions:my_settlement", args=[made.public_id])

        return HttpResponseRedirect(once(request, act))


class _Courses(OfSettlement, FormPage):
    permission = EDIT_SETTLEMENT
    form_class: ClassVar[type[OfficeForm]] = CourseForm
    submit_label = _("Save")

    def get_cancel_url(self) -> str:
        return self.page_url

    def facts(self, form: Any) -> dict[str, Any]:
        receiver = courses.receiver_named(form.cleaned_data["receiver"] or "", of=self.settlement.institution)
        return form.facts | {"receiver": receiver}


class AddCourse(_Courses):
    title = _("Enter an unfinished course")

    def act(self, form: OfficeForm) -> str:
        courses.put_course(settlement=self.settlement, by=self.viewer, at=self.at, **self.facts(form))
        return self.page_url


class OfCourse(_Courses):
    """A page about one row; its table gives the scope."""

    @cached_property
    def course(self) -> UnfinishedCourse:
        tables: Any = CourseSettlement.objects.visible_to(self.viewer)
        rows = UnfinishedCourse.objects.filter(settlement__in=tables)
        if self.own:
            rows = rows.filter(institution__in=self.viewer.institution_ids)
        found = rows.select_related("settlement__institution__county", "receiver")
        row = found.filter(public_id=self.kwargs["public_id"]).first()
        if row is None:
            raise NotFound
        return row

    @cached_property
    def settlement(self) -> CourseSettlement:
        return self.course.settlement


class EditCourse(OfCourse):
    title = _("Settle an unfinished course")

    def get_initial(self) -> dict[str, Any]:
        row = self.course
        names = ("course", "students", "unconsumed_fen", "method", "settled_on", "settled_fen", "consents", "note")
        values = {name: getattr(row, name) for name in (*names, "version")}
        return values | {"receiver": row.receiver.name if row.receiver else ""}

    def act(self, form: OfficeForm) -> str:
        courses.put_course(
            settlement=self.settlement,
            row=self.course,
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
            **self.facts(form),
        )
        return self.page_url


class AddConsents(OfCourse):
    title = _("Hand in consents or receipts")
    form_class = ConsentForm
    submit_label = _("Hand in")

    def act(self, form: OfficeForm) -> str:
        courses.add_consents(row=self.course, upload=form.cleaned_data["file"], by=self.viewer, at=self.at)
        return self.page_url


class DropCourse(OfCourse):
    """A button: what was entered by mistake goes; the audit keeps it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        url = self.page_url
        courses.drop_course(row=self.course, by=self.viewer, at=self.at)
        return HttpResponseRedirect(url)


class Move(OfSettlement, FormPage):
    """`verb` is given with the address."""

    permission = MOVE_SETTLEMENT
    form_class: ClassVar[type[OfficeForm]] = MoveForm
    verb: ClassVar[SettlementVerb] = SettlementVerb.CONFIRM

    def get_title(self) -> str:
        return worded(SETTLEMENT_VERB[self.verb])

    def get_cancel_url(self) -> str:
        return self.page_url

    def show(self, *args: Any, **kwargs: Any) -> Any:
        self.submit_label = SETTLEMENT_VERB[self.verb]
        if self.request.method == "GET":
            move = SETTLEMENT.move(self.settlement.state, self.verb)
            if move not in SETTLEMENT.open_to(self.settlement.state, self.viewer):
                raise Forbidden
        return super().show(*args, **kwargs)

    def act(self, form: OfficeForm) -> str:
        move_settlement(
            settlement=self.settlement, verb=self.verb, why=form.cleaned_data["why"], by=self.viewer, at=self.at
        )
        return self.page_url


class Declare(Move):
    form_class = DeclareForm
    verb = SettlementVerb.DECLARE


class _Own:
    """The same on the institution's face of the portal."""

    permission = OWN_SETTLEMENT
    section = OWN_SECTION
    own = True


class AddOwnCourse(_Own, AddCourse):
    template_name = "institutions/my_copy.html"


class EditOwnCourse(_Own, EditCourse):
    template_name = "institutions/my_copy.html"


class AddOwnConsents(_Own, AddConsents):
    template_name = "institutions/my_copy.html"


class DropOwnCourse(_Own, DropCourse):
    pass


class DeclareOwn(_Own, Declare):
    template_name = "institutions/my_copy.html"
