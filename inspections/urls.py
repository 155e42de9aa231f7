from django.urls import path

from inspections.views import by_phone, complaints, forms, links

app_name = "inspections"
_BASE = "bureau/complaints/"

urlpatterns = [
    path(_BASE, complaints.ComplaintList.as_view(), name="complaints"),
    path(f"{_BASE}enter/", forms.Receive.as_view(), name="receive"),
    path(f"{_BASE}by-phone/", by_phone.ByPhone.as_view(), name="by_phone"),
    path(f"{_BASE}<str:public_id>/", complaints.ComplaintPage.as_view(), name="complaint"),
    path(f"{_BASE}<str:public_id>/validity/", forms.Judge.as_view(), name="judge"),
    path(f"{_BASE}<str:public_id>/links/", links.Links.as_view(), name="links"),
    path(f"{_BASE}<str:public_id>/links/<str:link_id>/revoke/", links.RevokeLink.as_view(), name="revoke_link"),
    path(f"{_BASE}<str:public_id>/outcome/", forms.Resolve.as_view(), name="resolve"),
]
