from django.urls import path

from institutions.views.notices import keeping, public, schools

_BASE = "bureau/notices/"
_ONE = f"{_BASE}<str:public_id>/"
_SCHOOL = "bureau/schools/<str:public_id>/"

urlpatterns = [
    path(_BASE, keeping.NoticeList.as_view(), name="notices"),
    path(f"{_BASE}write/", keeping.Write.as_view(), name="write_notice"),
    path("bureau/schools/", schools.SchoolList.as_view(), name="schools"),
    path("bureau/schools/enter/", schools.EnterSchool.as_view(), name="enter_school"),
    path(_SCHOOL, schools.SchoolPage.as_view(), name="school"),
    path(f"{_SCHOOL}edit/", schools.EditSchool.as_view(), name="edit_school"),
    path(f"{_SCHOOL}close/", schools.CloseSchool.as_view(), name="close_school"),
    path(f"{_SCHOOL}reopen/", schools.ReopenSchool.as_view(), name="reopen_school"),
    path(_ONE, keeping.NoticePage.as_view(), name="notice"),
    path(f"{_ONE}change/", keeping.Change.as_view(), name="change_notice"),
    path(f"{_ONE}publish/", keeping.Publish.as_view(), name="notice_publish"),
    path(f"{_ONE}withdraw/", keeping.Withdraw.as_view(), name="notice_withdraw"),
    path(f"{_ONE}send/", keeping.Send.as_view(), name="notice_send"),
    path(f"{_ONE}remind/", keeping.Remind.as_view(), name="notice_remind"),
    path("notices/", public.PublicNotices.as_view(), name="public_notices"),
    path("notices/section/<slug:section>/", public.PublicNotices.as_view(), name="public_section"),
    path("notices/<str:public_id>/", public.PublicNotice.as_view(), name="public_notice"),
    path("notices/<str:public_id>/<str:mark>/", public.PublicNotice.as_view(), name="school_notice"),
]
