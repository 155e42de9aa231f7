"""Every page. Each app brings its own `urls`; the prefix says for whom it is: /bureau/, /my/, / for the public."""

from importlib.util import find_spec
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from cixi_oversight.api.middleware import API_PREFIX
from cixi_oversight.api.views import bad_request as bad_request_of_api
from cixi_oversight.api.views import server_error as server_error_of_api
from cixi_oversight.pages.views import Healthz, Landing, Readyz, Search
from cixi_oversight.web.refusals import bad_request as bad_request_of_pages
from cixi_oversight.web.refusals import server_error as server_error_of_pages

APPS: Final = (
    "cixi_oversight.pages",
    "institutions",
    "inspections",
    "riskcodes",
    "funds",
    "cixi_oversight.imports",
    "cixi_oversight.policy",
    "cixi_oversight.personal",
    "cixi_oversight.documents",
    "cixi_oversight.desk",
    "cixi_oversight.jobs",
    "cixi_oversight.audit",
    "cixi_oversight.users",
    "cixi_oversight.demo",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Landing.as_view(), name="home"),
    path("bureau/search/", Search.as_view(), name="search"),
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
    path("language/", set_language, name="set_language"),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
    path("accounts/", include("allauth.urls")),  # after users.urls, which closes what has no use here
    path("api/", include("cixi_oversight.api_urls")),
]

handler400 = "cixi_oversight.urls.bad_request"
handler403 = "cixi_oversight.web.refusals.forbidden"
handler404 = "cixi_oversight.web.refusals.not_found"
handler500 = "cixi_oversight.urls.server_error"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    in_api = request.path_info.startswith(API_PREFIX)
    return bad_request_of_api(request) if in_api else bad_request_of_pages(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    in_api = request.path_info.startswith(API_PREFIX)
    return server_error_of_api(request) if in_api else server_error_of_pages(request)
