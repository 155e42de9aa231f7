"""allauth's forms of the second factor with our rules: no code twice, and failures close the door like wrong
passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.models import User
from cixi_oversight.users.ports.factors import open_secret
from cixi_oversight.users.ports.origin import origin_of
from cixi_oversight.users.services import attempts
from cixi_oversight.users.services.factors import take_step


def counted(user: User, check: Callable[[], Any]) -> Any:
    """What `check` answers, unless the account's door is closed; its refusal is kept and counts. Raises
    ValidationError."""
    now, origin = clock.real_now(), origin_of(context.request)
    refused: ValidationError
    with transaction.atomic():
        attempts.take_turn(user.username)
        if attempts.is_locked(user.username, now=now):
            attempts.note(user.username, Outcome.WHILE_LOCKED, user=user, origin=origin, now=now)
            refused = account_adapter().validation_error("too_many_login_attempts")
        else:
            try:
                return check()
            except ValidationError as error:
                refused = error
            attempts.failed(user.username, Outcome.WRONG_FACTOR, user=user, origin=origin, now=now)
    raise refused


class _Code:
    """A code of an app counts for one time step, also after the cache was emptied."""

    user: User
    authenticator: Any

    def clean_code(self) -> str:
        return str(counted(self.user, self._check))

    def _check(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == "totp":
            secret = open_secret(self.authenticator.data["secret"])
            if not take_step(user=self.user, secret=secret, code=code):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Code, AuthenticateForm):
    pass


class CodeAgainForm(_Code, ReauthenticateForm):
    pass


class ActivateForm(ActivateTOTPForm):
    """The code that proves the app is set up is spent by that."""

    def clean_code(self) -> str:
        return str(counted(self.user, self._check))

    def _check(self) -> str:
        code: str = super().clean_code()
        if not take_step(user=self.user, secret=self.secret, code=code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class KeyForm(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return counted(self.user, super().clean_credential)


class KeyAgainForm(ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return counted(self.user, super().clean_credential)


class AddKeyForm(AddWebAuthnForm):
    """The library gives the field no words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class RenameKeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
