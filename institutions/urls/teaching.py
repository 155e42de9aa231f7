"""Addresses of teaching: the bureau's lists, and the institution's own page."""

from django.urls import path

from institutions.views.teaching import lists, mine, start

urlpatterns = [
    path("bureau/teaching/materials/", lists.MaterialList.as_view(), name="materials"),
    path("bureau/teaching/record-checks/", lists.RecordCheckList.as_view(), name="record_checks"),
    path("my/teaching/start/<slug:kind>/", start.StartTeaching.as_view(), name="start_teaching"),
    path("my/teaching/", mine.MyTeaching.as_view(), name="my_teaching"),
]
