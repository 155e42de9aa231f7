"""Pages of background work."""

from django.urls import path

from cixi_oversight.jobs.views.jobs import JobList, JobPage
from cixi_oversight.jobs.views.next_day import NextDay

app_name = "jobs"
urlpatterns = [
    path("bureau/system/jobs/", JobList.as_view(), name="list"),
    path("bureau/system/jobs/<int:pk>/", JobPage.as_view(), name="job"),
    path("bureau/system/next-day/", NextDay.as_view(), name="next_day"),
]
