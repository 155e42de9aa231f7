"""The button of the demo that moves the business date on."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from cixi_oversight.jobs.errors import NotADemo
from cixi_oversight.jobs.rules.access import NEXT_DAY, VIEW_JOBS
from cixi_oversight.jobs.services.business_date import go_to_next_day
from cixi_oversight.web.views import Page


class NextDay(Page):
    permission = NEXT_DAY
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.IS_DEMO:
            raise NotADemo
        day = go_to_next_day(by=self.viewer)
        messages.success(request, gettext("It is now %(day)s. The night's work is queued.") % {"day": day.isoformat()})
        if VIEW_JOBS.allows(self.viewer):
            return HttpResponseRedirect(f"{reverse('jobs:list')}?night={day.isoformat()}")
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
