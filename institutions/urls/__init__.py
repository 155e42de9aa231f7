"""Addresses of institutions, one subject a file. A file's last patterns may be greedy, so the register comes last."""

from institutions.urls.cases import urlpatterns as cases
from institutions.urls.changes import urlpatterns as changes
from institutions.urls.collections import urlpatterns as collections
from institutions.urls.filings import urlpatterns as filings
from institutions.urls.gaps import urlpatterns as gaps
from institutions.urls.guidance import urlpatterns as guidance
from institutions.urls.my_town import urlpatterns as my_town
from institutions.urls.notices import urlpatterns as notices
from institutions.urls.public import urlpatterns as public
from institutions.urls.register import urlpatterns as register
from institutions.urls.settlement import urlpatterns as settlement
from institutions.urls.stars import urlpatterns as stars
from institutions.urls.suspected import urlpatterns as suspected
from institutions.urls.teaching import urlpatterns as teaching
from institutions.urls.whitelist import urlpatterns as whitelist
from institutions.urls.yearly import urlpatterns as yearly
from institutions.urls.zeroing import urlpatterns as zeroing

app_name = "institutions"
urlpatterns = [
    *cases,
    *filings,
    *changes,
    *collections,
    *gaps,
    *public,
    *guidance,
    *settlement,
    *stars,
    *yearly,
    *suspected,
    *whitelist,
    *zeroing,
    *teaching,
    *my_town,
    *notices,
    *register,
]
