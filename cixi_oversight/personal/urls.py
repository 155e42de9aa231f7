"""Pages of the vault."""

from django.urls import path

from cixi_oversight.personal.views import persons, registry, reveals

app_name = "personal"
_BASE = "bureau/personal/"

urlpatterns = [
    path(f"{_BASE}registry/", registry.RegistryPage.as_view(), name="registry"),
    path(f"{_BASE}reveals/", reveals.RevealList.as_view(), name="reveals"),
    path(f"{_BASE}<str:public_id>/", persons.PersonPage.as_view(), name="person"),
    path(f"{_BASE}<str:public_id>/hold/", persons.Hold.as_view(), name="hold"),
    path(f"{_BASE}<str:public_id>/erase/", persons.Erase.as_view(), name="erase"),
    path(f"{_BASE}<str:public_id>/<str:field>/", reveals.MaskedField.as_view(), name="field"),
    path(f"{_BASE}<str:public_id>/<str:field>/reveal/", reveals.RevealField.as_view(), name="reveal"),
]
