"""Pages of policy."""

from django.urls import path

from cixi_oversight.policy.views.calendar import Calendar, PublishYear, SetDay
from cixi_oversight.policy.views.deadline import DeadlinePage, Extend, Resume, Suspend
from cixi_oversight.policy.views.deadlines import DeadlineList
from cixi_oversight.policy.views.month import DeadlineMonth
from cixi_oversight.policy.views.notices import ApplyNotice, NoticePage
from cixi_oversight.policy.views.parameters import DecideValue, ParameterList, RecordValue
from cixi_oversight.policy.views.school import CorrectPeriod, RecordPeriod, SchoolCalendar, WithdrawPeriod

app_name = "policy"
urlpatterns = [
    path("bureau/deadlines/", DeadlineList.as_view(), name="deadlines"),
    path("bureau/deadlines/month/", DeadlineMonth.as_view(), name="deadline_month"),
    path("bureau/deadlines/<int:pk>/", DeadlinePage.as_view(), name="deadline"),
    path("bureau/deadlines/<int:pk>/suspend/", Suspend.as_view(), name="suspend"),
    path("bureau/deadlines/<int:pk>/resume/", Resume.as_view(), name="resume"),
    path("bureau/deadlines/<int:pk>/extend/", Extend.as_view(), name="extend"),
    path("bureau/system/calendar/", Calendar.as_view(), name="calendar"),
    path("bureau/system/calendar/<int:year>/", Calendar.as_view(), name="calendar_year"),
    path("bureau/system/calendar/set-day/", SetDay.as_view(), name="set_day"),
    path("bureau/system/calendar/publish/", PublishYear.as_view(), name="publish_year"),
    path("bureau/system/calendar/notices/<int:pk>/", NoticePage.as_view(), name="notice"),
    path("bureau/system/calendar/notices/<int:pk>/apply/", ApplyNotice.as_view(), name="apply_notice"),
    path("bureau/system/school/", SchoolCalendar.as_view(), name="school"),
    path("bureau/system/school/new/", RecordPeriod.as_view(), name="record_period"),
    path("bureau/system/school/<int:pk>/", CorrectPeriod.as_view(), name="correct_period"),
    path("bureau/system/school/<int:pk>/withdraw/", WithdrawPeriod.as_view(), name="withdraw_period"),
    path("bureau/system/parameters/proposals/<int:pk>/", DecideValue.as_view(), name="decide_value"),
    path("bureau/system/parameters/", ParameterList.as_view(), name="parameters"),
    path("bureau/system/parameters/<str:key>/", RecordValue.as_view(), name="record_value"),
]
