"""Every page. Each app brings its own `urls`; the prefix says for whom it is."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("cixi_oversight.api_urls")),
]
