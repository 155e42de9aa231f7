from django.urls import path

from institutions.views.changes import pages

_BASE = "bureau/register-changes/"
_ONE = f"{_BASE}<str:public_id>/"

urlpatterns = [
    path(_BASE, pages.ChangeList.as_view(), name="register_changes"),
    path(_ONE, pages.ChangePage.as_view(), name="register_change"),
    path(f"{_ONE}finish/", pages.Decide.as_view(), name="register_change_finish"),
    path(f"{_ONE}dismiss/", pages.Dismiss.as_view(), name="register_change_dismiss"),
]
