"""A guardian's consent on the page of a child: recorded, or recorded as withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.personal.enums import Basis
from cixi_oversight.personal.forms import GivenForm, WithdrawForm
from cixi_oversight.personal.rules.access import RECORD_CONSENT
from cixi_oversight.personal.services import consents
from cixi_oversight.personal.views.common import OfPerson
from cixi_oversight.web.forms import FormPage


class _Consent(OfPerson, FormPage):
    permission = RECORD_CONSENT

    def get_cancel_url(self) -> str:
        return reverse("personal:person", args=[self.person.public_id])

    def get_initial(self) -> dict[str, Any]:
        if self.person.basis != Basis.GUARDIAN_CONSENT:
            raise NotFound
        return {"on": self.on}


class GiveConsent(_Consent):
    title = _("Record the guardian's consent")
    form_class = GivenForm
    submit_label = _("Record the consent")
    intro = _("Of a child under 14 nothing is shown in full, and nobody is called, without it.")

    def get_title(self) -> str:
        return _t("Record the guardian's consent")

    def act(self, form: GivenForm) -> str:
        consents.give(
            person=self.person,
            form=form.cleaned_data["form"],
            on=form.cleaned_data["on"],
            by=self.viewer,
            at=self.at,
        )
        messages.success(self.request, _t("The consent is recorded."))
        return self.get_cancel_url()


class WithdrawConsent(_Consent):
    form_class = WithdrawForm
    submit_label = _("Record the withdrawal")
    intro = _("From now on the child's data are shut until the 14th birthday or a new consent.")

    def get_title(self) -> str:
        return _t("Withdraw the guardian's consent")

    def act(self, form: WithdrawForm) -> str:
        consents.withdraw(
            person=self.person,
            on=form.cleaned_data["on"],
            why=form.cleaned_data["why"],
            by=self.viewer,
            at=self.at,
        )
        messages.success(self.request, _t("The withdrawal is recorded."))
        return self.get_cancel_url()
