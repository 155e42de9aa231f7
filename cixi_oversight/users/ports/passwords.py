"""What Django asks about a new password beside its own checks: length, classes, and that it was not one of the last."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cixi_oversight.users.models import PasswordUsed, User
from cixi_oversight.users.rules import passwords as rules


class LengthMax:
    """64 characters and more are welcome; hashing a book is not."""

    def __init__(self, max_length: int = rules.LENGTH_MAX) -> None:
        self.max_length = max_length

    def validate(self, password: str, _user: object = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return gettext("The password has at most %(count)s characters.") % {"count": self.max_length}


class Classes:
    def validate(self, password: str, _user: object = None) -> None:
        if not rules.is_complex(password):
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return gettext(
            "Use three of: small letters, capitals, digits, other signs. From 20 characters on two of them are enough."
        )


class NotUsedBefore:
    """GB/T 22239 asks for change; the same again is none."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: object = None) -> None:
        if not isinstance(user, User) or user.pk is None:
            return
        rows = PasswordUsed.objects.filter(user=user).order_by("-set_at", "-pk").values_list("encoded", flat=True)
        known = dict.fromkeys([user.password, *rows[: self.last]])
        if any(check_password(password, encoded) for encoded in known):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return gettext("It is none of your last %(count)s passwords.") % {"count": self.last}
