"""Pages of the vault."""

from django.urls import path

from cixi_oversight.personal.views import calls, consents, persons, registry, reveals

app_name = "personal"
_BASE = "bureau/personal/"

urlpatterns = [
    path(f"{_BASE}registry/", registry.RegistryPage.as_view(), name="registry"),
    path(f"{_BASE}reveals/", reveals.RevealList.as_view(), name="reveals"),
    path(f"{_BASE}calls/", calls.CallLists.as_view(), name="call_lists"),
    path(f"{_BASE}calls/new/", calls.NewCallList.as_view(), name="new_call_list"),
    path(f"{_BASE}calls/<str:public_id>/", calls.CallListPage.as_view(), name="call_list"),
    path(f"{_BASE}calls/<str:public_id>/<int:pk>/", calls.NoteCall.as_view(), name="note_call"),
    path(f"{_BASE}<str:public_id>/consent/", consents.GiveConsent.as_view(), name="give_consent"),
    path(f"{_BASE}<str:public_id>/consent/withdraw/", consents.WithdrawConsent.as_view(), name="withdraw_consent"),
    path(f"{_BASE}<str:public_id>/", persons.PersonPage.as_view(), name="person"),
    path(f"{_BASE}<str:public_id>/hold/", persons.Hold.as_view(), name="hold"),
    path(f"{_BASE}<str:public_id>/erase/", persons.Erase.as_view(), name="erase"),
    path(f"{_BASE}<str:public_id>/<str:field>/", reveals.MaskedField.as_view(), name="field"),
    path(f"{_BASE}<str:public_id>/<str:field>/reveal/", reveals.RevealField.as_view(), name="reveal"),
]
