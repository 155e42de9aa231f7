"""Applications for stars, for the association and the bureau: the list, one application, the forms of its verbs."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, WrongState
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.stars import StarState, StarVerb
from institutions.errors.stars import AlreadyReviewed, HasInterest
from institutions.forms.stars import ApplicationFilterSet, AwardForm, ReasonForm, ReviewForm, StandBackForm
from institutions.models import StarApplication
from institutions.rules.access import stars as access
from institutions.rules.labels.stars import STAR_STATE
from institutions.rules.stars.points import Thresholds, stars_for
from institutions.rules.stars.workflow import STARS
from institutions.services.stars import deciding, reviewing
from institutions.views.stars.common import (
    SECTION,
    OfApplication,
    application_url,
    drawn,
    fields_of,
    known_of,
    points_by_field,
    remarks_of,
    timeline,
)

_OFFERED: Final = {
    StarVerb.RETURN: ("star_return", _("Return for correction")),
    StarVerb.AWARD: ("star_decide", _("Take the decision")),
    StarVerb.SEND_BACK: ("star_send_back", _("Ask for another review")),
}


class ApplicationList(ListPage):
    permission = access.VIEW_STARS
    section = SECTION
    title = _("Star rating")
    template_name = "institutions/stars/list.html"
    filterset_class = ApplicationFilterSet
    main_filters = ("q", "state", "year")
    ordering = ("-submitted",)
    export_name = _("Applications for stars")
    empty_text = _("No application matches.")

    def get_columns(self) -> list[Column]:
        return [
            Column("institution", _("Institution"), _institution, export=lambda row: row.institution.name),
            Column(
                "state",
                _("State"),
                lambda row: badge("star_application", row.state),
                export=lambda row: worded(STAR_STATE[StarState(row.state)]),
            ),
            Column("submitted", _("Applied on"), lambda row: row.submitted_on, sort="submitted_on"),
            Column("points", _("Points"), lambda row: row.points, numeric=True),
            Column("stars", _("Stars"), lambda row: drawn(row.stars), export=lambda row: row.stars),
            Column("decided", _("Date of the decision"), lambda row: row.decided_on),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = StarApplication.objects.visible_to(self.viewer)
        return rows.filter(submitted_on__isnull=False).select_related("institution__town")

    def row_url(self, row: StarApplication) -> str:
        return application_url(row)

    def context(self, **more: Any) -> dict[str, Any]:
        rows: Any = StarApplication.objects.visible_to(self.viewer)
        may_decide = access.DECIDE_STARS.allows(self.viewer)
        return super().context(to_publish=rows.filter(state=StarState.AWARDED).count() if may_decide else 0, **more)


def _institution(row: StarApplication) -> SafeString:
    town = row.institution.town
    return format_html('{}<span class="second d-block">{}</span>', row.institution.name, town.name if town else "")


class ApplicationPage(OfApplication):
    permission = access.VIEW_STARS
    template_name = "institutions/stars/application.html"

    def get_title(self) -> str:
        return self.row.institution.name

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.row
        reviews = reviewing.shown_reviews(row, self.viewer)
        return super().context(
            row=row,
            drawn=drawn(row.stars),
            suggested=drawn(suggested(row)) if row.points is not None else "",
            fields=fields_of(row),
            reviews=reviews,
            remarks=remarks_of(reviews),
            points=points_by_field(row, reviews),
            known=known_of(row),
            recusals=list(row.recusals.select_related("recorded_by").order_by("pk")),
            verbs=self.verbs(),
            timeline=timeline(row),
            **more,
        )

    def verbs(self) -> list[tuple[str, str, bool]]:
        row, found = self.row, []
        open_verbs = {move.verb for move in STARS.open_to(row.state, self.viewer)}
        mine = row.reviews.filter(round=row.round, recorded_by_id=self.viewer.actor_id).exists()
        if StarVerb.CONCLUDE in open_verbs and not mine and not reviewing.has_interest(row, self.viewer):
            found.append((reverse("institutions:star_review", args=[row.public_id]), gettext("Give points"), True))
            found.append((reverse("institutions:star_stand_back", args=[row.public_id]), gettext("Stand back"), False))
        for verb, (route, words) in _OFFERED.items():
            if verb in open_verbs:
                url = reverse(f"institutions:{route}", args=[row.public_id])
                found.append((url, str(words), verb is StarVerb.AWARD))
        return found


def suggested(row: StarApplication) -> int:
    standard = row.standard
    thresholds = Thresholds(standard.three_from, standard.four_from, standard.five_from)
    return stars_for(row.points or 0, thresholds)


class _Verb(OfApplication, FormPage):
    """Open while state and role allow the verb; the service decides again."""

    verb: ClassVar[StarVerb]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.row.institution.name, application_url(self.row))]

    def get_cancel_url(self) -> str:
        return application_url(self.row)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            self.check_open()
        return super().show(*args, **kwargs)

    def check_open(self) -> None:
        state = self.row.state
        if not any(state in move.sources for move in STARS.moves if move.verb == self.verb):
            raise WrongState
        if self.verb not in {move.verb for move in STARS.open_to(state, self.viewer)}:
            raise Forbidden


class Review(_Verb):
    permission = access.REVIEW_STARS
    verb = StarVerb.CONCLUDE
    title = _("Give points")
    form_class = ReviewForm
    submit_label = _("Hand the points in")
    template_name = "institutions/stars/review.html"
    intro: Text = _("Points that are handed in stay as they are. The second review is another person's.")

    def check_open(self) -> None:
        super().check_open()
        if reviewing.has_interest(self.row, self.viewer):
            raise HasInterest
        if self.row.reviews.filter(round=self.row.round, recorded_by_id=self.viewer.actor_id).exists():
            raise AlreadyReviewed

    def form_kwargs(self) -> dict[str, Any]:
        return {"items": list(self.row.standard.items.order_by("number"))}

    def context(self, **more: Any) -> dict[str, Any]:
        form = more["form"]
        groups = [
            one
            | {
                "boxes": [form[f"item_{item.number}"] for item in one["items"]],
                "comment": form[f"comment_{one['key']}"],
            }
            for one in fields_of(self.row)
        ]
        return super().context(groups=groups, **more)

    def act(self, form: ReviewForm) -> str:
        made = reviewing.review(application=self.row, by=self.viewer, at=self.at, **form.given)
        messages.success(self.request, gettext("Handed in: %(total)s points.") % {"total": made.total})
        return application_url(self.row)


class StandBack(_Verb):
    permission = access.REVIEW_STARS
    verb = StarVerb.CONCLUDE
    title = _("Stand back")
    form_class = StandBackForm
    submit_label = _("Stand back")
    intro: Text = _("Whoever has an interest in the institution does not review it.")

    def act(self, form: StandBackForm) -> str:
        reviewing.stand_back(application=self.row, by=self.viewer, at=self.at, **form.cleaned_data)
        return application_url(self.row)


class Return(_Verb):
    permission = access.REVIEW_STARS
    verb = StarVerb.RETURN
    title = _("Return for correction")
    form_class = ReasonForm
    submit_label = _("Return")

    def act(self, form: ReasonForm) -> str:
        reviewing.return_application(
            application=self.row, expected_version=self.version, by=self.viewer, at=self.at, **form.cleaned_data
        )
        return application_url(self.row)


class Decide(_Verb):
    permission = access.DECIDE_STARS
    verb = StarVerb.AWARD
    title = _("Take the decision")
    form_class = AwardForm
    submit_label = _("Take the decision")

    def get_initial(self) -> dict[str, Any]:
        points = self.row.points or 0
        return super().get_initial() | {
            "stars": suggested(self.row),
            "grounds": f"协会评审平均{points}分，对照评估标准。",
        }

    def act(self, form: AwardForm) -> str:
        said = form.cleaned_data
        facts: dict[str, Any] = {"expected_version": self.version, "by": self.viewer, "at": self.at}
        if said["stars"]:
            deciding.award(application=self.row, stars=said["stars"], grounds=said["grounds"], **facts)
        else:
            deciding.refuse(application=self.row, grounds=said["grounds"], **facts)
        return application_url(self.row)


class SendBack(_Verb):
    permission = access.DECIDE_STARS
    verb = StarVerb.SEND_BACK
    title = _("Ask for another review")
    form_class = StandBackForm
    submit_label = _("Send back to the association")

    def act(self, form: StandBackForm) -> str:
        deciding.send_back(
            application=self.row, expected_version=self.version, by=self.viewer, at=self.at, **form.cleaned_data
        )
        return application_url(self.row)


class PublishAll(Page):
    """All stars that are decided become public and get their certificates."""

    permission = access.DECIDE_STARS
    section = SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(once(request, self._act))

    def _act(self) -> str:
        rows: Any = StarApplication.objects.visible_to(self.viewer)
        waiting = list(rows.filter(state=StarState.AWARDED).order_by("pk")[:100])
        for row in waiting:
            deciding.publish(application=row, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("Published: %(count)s.") % {"count": len(waiting)})
        return reverse("institutions:star_applications")
