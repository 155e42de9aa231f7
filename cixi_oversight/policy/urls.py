"""Pages of policy."""

from django.urls import path

from cixi_oversight.policy.views.calendar import Calendar, PublishYear, SetDay
from cixi_oversight.policy.views.deadlines import DeadlineList
from cixi_oversight.policy.views.parameters import ParameterList, RecordValue

app_name = "policy"
urlpatterns = [
    path("bureau/deadlines/", DeadlineList.as_view(), name="deadlines"),
    path("bureau/system/calendar/", Calendar.as_view(), name="calendar"),
    path("bureau/system/calendar/<int:year>/", Calendar.as_view(), name="calendar_year"),
    path("bureau/system/calendar/set-day/", SetDay.as_view(), name="set_day"),
    path("bureau/system/calendar/publish/", PublishYear.as_view(), name="publish_year"),
    path("bureau/system/parameters/", ParameterList.as_view(), name="parameters"),
    path("bureau/system/parameters/<str:key>/", RecordValue.as_view(), name="record_value"),
]
