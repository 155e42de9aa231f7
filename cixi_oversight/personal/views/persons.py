"""The page of one person: what is on record, masked; why and for how long; who looked; hold and erasure."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden
from cixi_oversight.personal.enums import Act, Basis, ConsentAct, ConsentForm, DataClass, DocumentType, Field, Purpose
from cixi_oversight.personal.forms import ReasonForm
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import ERASE, HOLD, RECORD_CONSENT, VIEW_PERSON
from cixi_oversight.personal.services import retention
from cixi_oversight.personal.services.consents import is_restricted
from cixi_oversight.personal.services.reading import shown
from cixi_oversight.personal.views.common import OfPerson
from cixi_oversight.web.forms import FormPage

_REVEALS_MAX: Final = 50


def _consents(row: Person) -> list[tuple[Any, Any, Any]]:
    """(row, what, how), the newest first."""
    rows = row.consents.select_related("recorded_by").order_by("-recorded_at", "-pk")
    return [
        (one, labels.CONSENT_ACT[ConsentAct(one.act)], labels.CONSENT_FORM[ConsentForm(one.form)] if one.form else "")
        for one in rows
    ]


class PersonPage(OfPerson):
    permission = VIEW_PERSON
    template_name = "personal/person.html"

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.person
        seen = shown(row, self.viewer)
        watches = ERASE.allows(self.viewer) or HOLD.allows(self.viewer)
        reveals = row.reveals.select_related("actor").order_by("-recorded_at", "-pk")[:_REVEALS_MAX]
        return super().context(
            person=row,
            shown=seen,
            document_type=labels.DOCUMENT_TYPE[DocumentType(row.document_type)] if seen.document else "",
            data_class=labels.DATA_CLASS[DataClass(row.data_class)],
            purpose=labels.PURPOSE[Purpose(row.purpose)],
            basis=labels.BASIS[Basis(row.basis)],
            reveals=[(one, labels.FIELD[Field(one.field)]) for one in reveals if one.act == Act.REVEAL],
            watches=watches,
            needs_consent=row.basis == Basis.GUARDIAN_CONSENT,
            consents=_consents(row),
            consent_stands=row.consents.standing().exists(),
            may_consent=RECORD_CONSENT.allows(self.viewer) and not row.is_erased,
            is_shut=not row.is_erased and is_restricted(row, on=self.on),
            may_hold=HOLD.allows(self.viewer) and not row.is_erased,
            may_erase=ERASE.allows(self.viewer) and not row.is_erased,
            **more,
        )


class _Act(OfPerson, FormPage):
    form_class = ReasonForm

    def get_cancel_url(self) -> str:
        return reverse("personal:person", args=[self.person.public_id])

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET" and self.person.is_erased:
            raise Forbidden
        return super().show(*args, **kwargs)


class Erase(_Act):
    permission = ERASE
    intro = _("Name, numbers and their masked forms are deleted for good. The row stays under a pseudonym.")
    submit_label = _("Erase for good")

    def get_title(self) -> str:
        return _t("Erase personal data")

    def act(self, form: ReasonForm) -> str:
        retention.erase(person=self.person, why=form.cleaned_data["why"], by=self.viewer, at=self.at)
        messages.success(self.request, _t("The personal data have been erased."))
        return self.get_cancel_url()


class Hold(_Act):
    """Puts a hold, or lifts the one that is there."""

    permission = HOLD
    intro = _("While a lawsuit, a case or an audit needs these data, neither the night nor a request erases them.")

    def get_title(self) -> str:
        return _t("Lift the legal hold") if self.person.hold_reason else _t("Put under legal hold")

    def get_initial(self) -> dict[str, Any]:
        self.submit_label = self.get_title()
        return {}

    def act(self, form: ReasonForm) -> str:
        do = retention.lift_hold if self.person.hold_reason else retention.hold
        do(person=self.person, why=form.cleaned_data["why"], by=self.viewer, at=self.at)
        return self.get_cancel_url()
