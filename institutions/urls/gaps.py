from django.urls import path

from institutions.enums.gaps import GapVerb
from institutions.views.gaps import lists, own, standards, verbs

_BASE = "bureau/gaps/"

urlpatterns = [
    path(_BASE, lists.GapLists.as_view(), name="gaps"),
    path(f"{_BASE}standards/", standards.Standards.as_view(), name="standards"),
    path(f"{_BASE}standards/record/", standards.RecordStandard.as_view(), name="record_standard"),
    path(f"{_BASE}<str:public_id>/", lists.GapListPage.as_view(), name="gap_list"),
    path(f"{_BASE}<str:public_id>/end/", lists.EndGapList.as_view(), name="end_gap_list"),
    *(
        path(f"{_BASE}item/<str:public_id>/{verb}/", verbs.Decide.as_view(verb=verb), name=f"gap_{verb}")
        for verb in (GapVerb.CLOSE, GapVerb.RETURN, GapVerb.REOPEN)
    ),
    path("bureau/register/<str:public_id>/gaps/open/", lists.OpenGapList.as_view(), name="open_gap_list"),
    path("my/transition/", own.OwnTransition.as_view(), name="my_transition"),
    path("my/transition/gap/<str:public_id>/", own.HandIn.as_view(), name="my_gap"),
]
