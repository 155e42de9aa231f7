from django.urls import path

from institutions.enums.settlement import SettlementVerb
from institutions.views.settlement import acts, pages

_BASE = "bureau/settlements/"
_OWN = "my/settlement/"

urlpatterns = [
    path(_BASE, pages.Settlements.as_view(), name="settlements"),
    path(f"{_BASE}<str:public_id>/", pages.SettlementPage.as_view(), name="settlement"),
    path(f"{_BASE}<str:public_id>/course/", acts.AddCourse.as_view(), name="add_course"),
    path(f"{_BASE}course/<str:public_id>/edit/", acts.EditCourse.as_view(), name="edit_course"),
    path(f"{_BASE}course/<str:public_id>/consents/", acts.AddConsents.as_view(), name="add_consents"),
    path(f"{_BASE}course/<str:public_id>/drop/", acts.DropCourse.as_view(), name="drop_course"),
    path(f"{_BASE}<str:public_id>/declare/", acts.Declare.as_view(), name="settlement_declare"),
    *(
        path(f"{_BASE}<str:public_id>/{verb}/", acts.Move.as_view(verb=verb), name=f"settlement_{verb}")
        for verb in (SettlementVerb.CONFIRM, SettlementVerb.RETURN, SettlementVerb.ABANDON)
    ),
    path("bureau/register/<str:public_id>/settlement/", acts.OpenSettlement.as_view(), name="open_settlement"),
    path(f"{_OWN}<str:public_id>/", pages.OwnSettlementPage.as_view(), name="my_settlement"),
    path(f"{_OWN}<str:public_id>/open/", acts.OpenOwnSettlement.as_view(), name="my_open_settlement"),
    path(f"{_OWN}<str:public_id>/course/", acts.AddOwnCourse.as_view(), name="my_add_course"),
    path(f"{_OWN}course/<str:public_id>/edit/", acts.EditOwnCourse.as_view(), name="my_edit_course"),
    path(f"{_OWN}course/<str:public_id>/consents/", acts.AddOwnConsents.as_view(), name="my_add_consents"),
    path(f"{_OWN}course/<str:public_id>/drop/", acts.DropOwnCourse.as_view(), name="my_drop_course"),
    path(f"{_OWN}<str:public_id>/declare/", acts.DeclareOwn.as_view(), name="my_settlement_declare"),
]
