from django.urls import path, register_converter

from institutions.enums.suspected import SiteVerb
from institutions.views.suspected import listing, site

_BASE = "bureau/suspected-sites/"
_VERBS = (SiteVerb.CHECK, SiteVerb.CONFIRM, SiteVerb.FIND_LICENSED, SiteVerb.FIND_NOTHING, SiteVerb.REOPEN)


class VerbConverter:
    """A verb of the table; anything else is no address."""

    regex = "|".join(_VERBS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VerbConverter, "site_verb")

urlpatterns = [
    path(_BASE, listing.SiteList.as_view(), name="suspected_sites"),
    path(f"{_BASE}enter/", site.EnterSite.as_view(), name="enter_site"),
    path(f"{_BASE}<str:public_id>/", site.SitePage.as_view(), name="suspected_site"),
    path(f"{_BASE}<str:public_id>/town/", site.PlaceSite.as_view(), name="place_site"),
    path(f"{_BASE}<str:public_id>/<site_verb:verb>/", site.MoveSite.as_view(), name="move_site"),
]
