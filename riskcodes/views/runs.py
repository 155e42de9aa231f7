"""Runs: the list of nights, and one run's page with live progress and what failed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.jobs.enums import FINISHED, SliceState
from cixi_oversight.jobs.models import Job
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import once
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import count, moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.models import Institution
from riskcodes.enums import RunKind, RunState
from riskcodes.forms import RunFilters
from riskcodes.models import CodeChange, RiskRun
from riskcodes.rules.access import START_RUN, VIEW_RUNS
from riskcodes.rules.labels import RUN_KIND
from riskcodes.rules.reasons import from_json
from riskcodes.services.links import why_url
from riskcodes.services.night import start_night
from riskcodes.views.board import Move
from riskcodes.views.charts import COLOURS
from riskcodes.views.common import RiskPage, county_of

CHANGES_SHOWN: Final = 100


def seconds(run: RiskRun) -> str:
    """Real time from start to publication."""
    if not run.started_at or not run.published_at:
        return ""
    return f"{(run.published_at - run.started_at) / dt.timedelta(seconds=1):.1f}"


def runs_of(viewer: Viewer) -> QuerySet[RiskRun]:
    """Bureau staff see their county's runs, the system's administrators all of them."""
    rows = RiskRun.objects.select_related("rule_set", "county")
    return rows.filter(county_id__in=viewer.county_ids) if viewer.county_ids else rows


class Runs(RiskPage, ListPage):
    permission = VIEW_RUNS
    tab = "runs"
    title = _("Nightly runs")
    template_name = "riskcodes/runs.html"
    filterset_class = RunFilters
    main_filters = ("kind", "state")
    ordering = ("-on",)
    export_name = _("Nightly runs")
    empty_text = _("No run yet. The night starts at 02:00.")
    columns = (
        Column("on", _("Day"), lambda run: run.on, sort="on"),
        Column("kind", _("Kind"), lambda run: worded(RUN_KIND[RunKind(run.kind)])),
        Column("state", _("State"), lambda run: badge("risk_run", run.state)),
        Column("institutions", _("Institutions"), lambda run: count(run.institutions), numeric=True),
        Column("changes", _("Changes of colour"), lambda run: count(run.changes), sort="changes", numeric=True),
        Column("failures", _("Failed"), lambda run: len(run.failures) or "", numeric=True),
        Column("seconds", _("Seconds taken"), seconds, numeric=True),
        Column("rules", _("Rule set"), lambda run: run.rule_set.version, numeric=True),
        Column("published", _("Published"), lambda run: moment(run.published_at), default=False),
    )

    def get_queryset(self) -> QuerySet[RiskRun]:
        return runs_of(self.viewer)

    def row_url(self, row: RiskRun) -> str:
        return reverse("riskcodes:run", args=[row.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        ran = RiskRun.objects.filter(county_id__in=self.viewer.county_ids, kind=RunKind.NIGHT, on__gte=self.on).exists()
        return super().context(may_start=START_RUN.allows(self.viewer) and not ran, **more)


class StartNight(Page):
    """Compute today's night now, where the schedule has not."""

    permission = START_RUN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        county = county_of(self.viewer)

        def act() -> str:
            job = start_night(county=county, on=self.on, at=self.at, by=self.viewer)
            return reverse("riskcodes:run_of_job", args=[job.pk])

        return HttpResponseRedirect(once(request, act))


class RunOfJob(RiskPage, Page):
    """A job that was started and whose run has not been planned yet: waits for it, then leads there."""

    permission = VIEW_RUNS
    tab = "runs"
    title = _("The run is about to start")
    template_name = "riskcodes/run_waits.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = runs_of(self.viewer).filter(job_id=kwargs["pk"]).first()
        if run is None:
            jobs = Job.objects.visible_to(self.viewer).filter(pk=kwargs["pk"], name__startswith="riskcodes.")
            if not jobs.exists():
                raise NotFound
            return self.render("riskcodes/run_waits_part.html") if self.is_fragment else self.render()
        url = reverse("riskcodes:run", args=[run.pk])
        if self.is_fragment:
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)


class Run(RiskPage, Page):
    permission = VIEW_RUNS
    tab = "runs"
    template_name = "riskcodes/run.html"

    @cached_property
    def run(self) -> RiskRun:
        found = runs_of(self.viewer).select_related("job").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return f"{worded(RUN_KIND[RunKind(self.run.kind)])} {self.run.on.isoformat()}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(str(Runs.title), reverse("riskcodes:runs"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_fragment:
            if self.run.state != RunState.COMPUTING:  # the whole page has more to tell now
                return HttpResponse(headers={"HX-Refresh": "true"})
            return self.render("riskcodes/run_progress.html", progress=progress_of(self.run))
        return self.render(progress=progress_of(self.run), **self._outcome())

    def _outcome(self) -> dict[str, Any]:
        changes = CodeChange.objects.filter(run=self.run).select_related("institution__town")
        shown = list(changes.order_by("institution_id")[:CHANGES_SHOWN])
        totals = dict(self.run.counts.values_list("colour").annotate(n=Sum("institutions")))
        return {
            "run": self.run,
            "counts": [(colour.value, totals.get(colour, 0)) for colour in COLOURS] if totals else [],
            "moves": [Move(change, from_json(change.reasons), why_url(change.institution)) for change in shown],
            "changes_left_out": max(0, self.run.changes - len(shown)),
            "failures": _failures(self.run),
            "seconds": seconds(self.run),
        }


def progress_of(run: RiskRun) -> dict[str, Any]:
    """Slices done of all, institutions so far. `moving` while it is worth asking again."""
    job = run.job
    if job is None:
        return {"moving": False, "done": 0, "total": 0, "rows": run.institutions, "job": None}
    found = job.slices.aggregate(
        total=Count("id"), done=Count("id", filter=Q(state__in=(SliceState.DONE, SliceState.FAILED))), rows=Sum("rows")
    )
    return {
        "moving": job.state not in FINISHED,
        "done": found["done"],
        "total": found["total"],
        "rows": found["rows"] or 0,
        "job": job,
    }


def _failures(run: RiskRun) -> list[tuple[Institution | None, str]]:
    ids = [failure.get("institution") for failure in run.failures]
    found = Institution.objects.in_bulk([pk for pk in ids if pk is not None])
    return [(found.get(failure.get("institution")), str(failure.get("error", ""))) for failure in run.failures]
