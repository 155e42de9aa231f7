"""Which messages come by which way: one's own choices, mobile number and quiet hours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.desk.enums import OUTER
from cixi_oversight.desk.forms.messages import ChoicesForm
from cixi_oversight.desk.models import MessageSettings
from cixi_oversight.desk.ports.channels import endpoint_of
from cixi_oversight.desk.rules.message_labels import CHANNEL
from cixi_oversight.desk.services import choices
from cixi_oversight.desk.services.hours import portal_hours
from cixi_oversight.desk.services.messages import wishes
from cixi_oversight.desk.services.wording import language_of
from cixi_oversight.desk.views.inbox import Member, Staff
from cixi_oversight.personal.services import accounts
from cixi_oversight.web.forms import FormPage


class Choices(FormPage):
    prefix: str
    title = _("Message settings")
    template_name = "desk/choices.html"
    form_class = ChoicesForm
    intro = _("Every message stands in the portal. Choose what also comes by other ways.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"viewer": self.viewer, "portal": portal_hours(clock.real_now()), "masked_phone": self.masked_phone}

    @property
    def masked_phone(self) -> str:
        return accounts.masked_phone(self.viewer.user_id or 0)

    def get_initial(self) -> dict[str, Any]:
        user_id = self.viewer.user_id or 0
        own = MessageSettings.objects.filter(user_id=user_id).first()
        wanted = wishes([user_id])[user_id]
        return {
            "language": language_of(user_id),
            "quiet_from": own.quiet_from if own else None,
            "quiet_to": own.quiet_to if own else None,
            **{f"topic_{topic}": sorted(channels) for topic, channels in wanted.items()},
        }

    def act(self, form: ChoicesForm) -> str:
        data = form.cleaned_data
        with transaction.atomic():
            if data.get("phone"):
                accounts.set_phone(phone=data["phone"], by=self.viewer, at=self.at)
            elif data.get("forget_phone"):
                accounts.remove_phone(by=self.viewer, at=self.at)
            choices.choose(
                wanted=form.wanted(),
                language=data["language"],
                quiet_from=data["quiet_from"],
                quiet_to=data["quiet_to"],
                by=self.viewer,
                at=self.at,
            )
        messages.success(self.request, gettext("Saved."))
        return reverse(f"desk:{self.prefix}choices")

    def get_cancel_url(self) -> str:
        return reverse(f"desk:{self.prefix}inbox")

    def context(self, **more: Any) -> dict[str, Any]:
        offered = choices.channels_of(self.viewer)
        missing = [CHANNEL[channel] for channel in OUTER if channel in offered and endpoint_of(channel) is None]
        return super().context(not_connected=missing, masked_phone=self.masked_phone, **more)


class StaffChoices(Staff, Choices):
    """`/bureau/inbox/settings/`"""


class MemberChoices(Member, Choices):
    """`/my/inbox/settings/`"""
