"""Whoever holds a link sets the password of his account. The token leaves the address with the first click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.permissions import ANYONE
from cixi_oversight.users.enums import InvitationPurpose
from cixi_oversight.users.forms import FirstPasswordForm
from cixi_oversight.users.services import invitations
from cixi_oversight.users.views.outside import INVITATION
from cixi_oversight.web.forms import FormPage


class Invitation(FormPage):
    permission = ANYONE
    title = _("Set your password")
    form_class = FirstPasswordForm
    template_name = "users/invitation.html"
    submit_label = _("Set the password")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if token := request.GET.get("token"):
            request.session[INVITATION] = token[:100]
            return redirect("users:invitation")
        return super().get(request, *args, **kwargs)

    def context(self, **more: Any) -> dict[str, Any]:
        row = invitations.opened(self._token, now=clock.real_now())
        rules = [text for text in password_validators_help_texts() if text]
        joins = row.purpose == InvitationPurpose.JOIN  # a forgotten password is renewed as a password
        return super().context(account=row.user, rules=rules, joins=joins, **more)

    @property
    def _token(self) -> str:
        return str(self.request.session.get(INVITATION, ""))

    def act(self, form: FirstPasswordForm) -> str:
        invitations.accept(token=self._token, password=form.cleaned_data["password"], now=clock.real_now())
        del self.request.session[INVITATION]
        if self.request.user.is_authenticated:
            logout(self.request)
        messages.success(self.request, gettext("The password is set. Sign in with it now."))
        return reverse("account_login")
