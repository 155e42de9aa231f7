"""What pages of one account share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from cixi_oversight.errors import NotFound
from cixi_oversight.users.forms import ReasonForm
from cixi_oversight.users.models import User
from cixi_oversight.web.forms import FormPage, OfficeForm


class OfAccount:
    """The account that the address names, within the viewer's scope."""

    @cached_property
    def user(self) -> User:
        found = User.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotFound
        return found


class AccountFormPage(OfAccount, FormPage):
    """Does one thing to an account, says so, and goes back to its page."""

    section = "system.accounts"
    form_class: ClassVar[type[OfficeForm]] = ReasonForm
    done: str | Promise = ""

    def get_title(self) -> str:
        return f"{super().get_title()}: {self.user.name} {self.user.username}"

    def get_cancel_url(self) -> str:
        return reverse("users:user", args=[self.user.public_id])

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.user  # out of scope is not found, before any form is shown
        return super().show(form, **more)

    def act(self, form: Any) -> str:
        self.do(form.cleaned_data)
        messages.success(self.request, str(self.done))
        return self.get_cancel_url()

    def do(self, data: dict[str, Any]) -> None:
        raise NotImplementedError
