"""The door through an outside sign-in (浙政钉, 浙里办): there and back. The second factor of ours is still asked."""

from __future__ import annotations

from typing import Any, Final

import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.errors import DomainError
from cixi_oversight.permissions import ANYONE
from cixi_oversight.users.enums import Outcome, Provider
from cixi_oversight.users.errors import IdentityNotLinked, IdentityTaken, InvitationOver, OutsideSignInFailed
from cixi_oversight.users.models import User
from cixi_oversight.users.ports import oidc
from cixi_oversight.users.ports.origin import origin_of
from cixi_oversight.users.services import attempts
from cixi_oversight.users.services.identities import account_of
from cixi_oversight.users.services.invitations import accept_outside
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

JOINS: Final = "outside_joins"  # in the session: the invitation that is accepted by the sign-in under way
INVITATION: Final = "invitation_token"  # in the session: the link that was opened
log = structlog.get_logger(__name__)


class _Outside(Page):
    permission = ANYONE

    @property
    def provider(self) -> Provider:
        """Not found where the bureau has not configured it."""
        name = self.kwargs["provider"]
        if name not in {provider.value for provider in oidc.clients()}:
            raise Http404
        return Provider(name)

    @property
    def back(self) -> str:
        return self.request.build_absolute_uri(reverse("users:outside_back", args=[self.provider]))

    def failed(self, error: DomainError) -> HttpResponse:
        """Told to the log, kept as evidence, and said on the sign-in page without the details."""
        origin, now = origin_of(self.request), clock.real_now()
        log.warning("outside_sign_in_failed", provider=self.kwargs["provider"], what=error.figures.get("what", ""))
        attempts.note(f"oidc:{self.provider}", Outcome.IDENTITY_REFUSED, user=None, origin=origin, now=now)
        messages.error(self.request, worded(error.sentence))
        return redirect("account_login")


class Leave(_Outside):
    """Takes POST only: a link elsewhere must not start a sign-in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            url = oidc.leave(request.session, provider=self.provider, back=self.back, now=clock.real_now())
        except OutsideSignInFailed as error:
            return self.failed(error)
        request.session.pop(JOINS, None)
        if "invitation" in request.POST and INVITATION in request.session:
            request.session[JOINS] = request.session[INVITATION]
        return HttpResponseRedirect(url)


class ComeBack(_Outside):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            user = self._account(request)
        except (OutsideSignInFailed, IdentityNotLinked, IdentityTaken, InvitationOver) as error:
            return self.failed(error)
        record_authentication(request, user, method="oidc", provider=self.provider.value)
        answer: HttpResponse = perform_login(request, Login(user=user))
        return answer

    def _account(self, request: HttpRequest) -> User:
        token = request.session.pop(JOINS, "")
        subject = oidc.come_back(
            request.session,
            provider=self.provider,
            answer=request.GET.dict(),
            back=self.back,
            now=clock.real_now(),
        )
        if token:
            made = accept_outside(token=token, provider=self.provider, subject=subject, now=clock.real_now())
            request.session.pop(INVITATION, None)
            if request.user.is_authenticated:
                logout(request)  # whoever was signed in here is not who was invited
            return made
        user = account_of(provider=self.provider, subject=subject)
        if user is None:
            raise IdentityNotLinked
        return user
