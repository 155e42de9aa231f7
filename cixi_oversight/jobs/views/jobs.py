"""Background work as staff see it: the list, one job with its progress and failures, and the button to try again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.jobs.enums import JobState, SliceState
from cixi_oversight.jobs.forms import JobFilterSet
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.rules.access import RETRY_JOB, VIEW_JOBS
from cixi_oversight.jobs.services import heartbeat
from cixi_oversight.jobs.services.progress import duration, progress_of
from cixi_oversight.jobs.services.registry import label_of
from cixi_oversight.jobs.services.retry import retry_job
from cixi_oversight.web.badges import badge
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

_FAILURES_SHOWN = 50


class JobList(ListPage):
    permission = VIEW_JOBS
    section = "system.jobs"
    title = _("Background work")
    template_name = "jobs/list.html"
    filterset_class = JobFilterSet
    main_filters = ("name", "state", "night")
    ordering = ("-pk",)
    export_name = _("Background work")
    empty_text = _("No work matches these filters.")
    columns = (
        Column("name", _("Work"), lambda job: worded(label_of(job.name))),
        Column("slot", _("Occasion"), lambda job: job.slot),
        Column("state", _("State"), lambda job: badge("jobs.state", job.state), sort="state"),
        Column("created", _("Entered"), lambda job: moment(job.created_at), sort="created_at"),
        Column("finished", _("Finished"), lambda job: moment(job.finished_at), sort="finished_at"),
        Column("duration", _("Took"), lambda job: str(duration(job) if job.started_at else "—"), numeric=True),
        Column("by", _("Started by"), lambda job: job.created_by.label, default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Job.objects.visible_to(self.viewer).select_related("created_by")

    def row_url(self, row: Job) -> str:
        return reverse("jobs:job", args=[row.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(silent=heartbeat.is_silent(), seen_at=heartbeat.last_seen(), **more)


class JobPage(Page):
    """POST tries a failed job again."""

    permission = VIEW_JOBS
    permissions = {"POST": RETRY_JOB}
    section = "system.jobs"
    template_name = "jobs/job.html"

    @cached_property
    def job(self) -> Job:
        found = Job.objects.visible_to(self.viewer).select_related("created_by").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return f"{worded(label_of(self.job.name))} {self.job.slot}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render("jobs/progress.html" if self.is_fragment else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        retry_job(self.job.pk, by=self.viewer, at=self.at)
        messages.success(request, gettext("The job is waiting for a worker again."))
        return HttpResponseRedirect(reverse("jobs:job", args=[self.job.pk]))

    def context(self, **more: Any) -> dict[str, Any]:
        failures = self.job.slices.filter(state=SliceState.FAILED).order_by("number")[:_FAILURES_SHOWN]
        failed = self.job.state in (JobState.FAILED, JobState.PARTIAL)
        return super().context(
            job=self.job,
            state=badge("jobs.state", self.job.state),
            progress=progress_of(self.job),
            took=duration(self.job),
            failures=failures,
            may_retry=failed and RETRY_JOB.allows(self.viewer) and (self.job.state == JobState.FAILED or failures),
            **more,
        )
