"""Pages of imports."""

from django.urls import path

from cixi_oversight.imports.views.batches import BatchList, BatchPage, ErrorSheet, ReceiveSheet
from cixi_oversight.imports.views.matches import DecideMatch, MatchList
from cixi_oversight.imports.views.notice import ReceiveNotice

app_name = "imports"
urlpatterns = [
    path("bureau/imports/", BatchList.as_view(), name="list"),
    path("bureau/imports/new/", ReceiveSheet.as_view(), name="receive"),
    path("bureau/imports/notice/", ReceiveNotice.as_view(), name="notice"),
    path("bureau/imports/matches/", MatchList.as_view(), name="matches"),
    path("bureau/imports/matches/<int:pk>/", DecideMatch.as_view(), name="match"),
    path("bureau/imports/<int:pk>/", BatchPage.as_view(), name="batch"),
    path("bureau/imports/<int:pk>/errors.csv", ErrorSheet.as_view(), name="errors"),
]
