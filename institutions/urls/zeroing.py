from django.urls import path

from institutions.views import zeroing

urlpatterns = [
    path("bureau/zeroing/", zeroing.ZeroingBoard.as_view(), name="zeroing"),
    path("bureau/zeroing/institutions/", zeroing.ZeroingList.as_view(), name="zeroing_list"),
    path("bureau/register/<str:public_id>/zeroing/", zeroing.PlanZeroing.as_view(), name="plan_zeroing"),
]
