"""Forms of an institution's contacts (联系人). The vault's services write; this app says for which institution."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.models import Contact
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import EDIT_CONTACTS
from cixi_oversight.personal.services import contacts
from cixi_oversight.personal.services.reading import shown
from cixi_oversight.web.words import worded
from institutions.forms.contacts import ContactEditForm, ContactEndForm, ContactForm
from institutions.models import Institution
from institutions.views.common import InstitutionForm

SUBJECT = "institution"


class AddContact(InstitutionForm):
    permission = EDIT_CONTACTS
    title = _("Add a contact")
    form_class = ContactForm

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.on}

    def act(self, form: ContactForm) -> str:
        contacts.add_contact(
            subject=(SUBJECT, self.institution.pk),
            institution_id=self.institution.pk,
            capacity=form.cleaned_data["capacity"],
            values=form.values,
            from_on=form.cleaned_data["from_on"],
            by=self.viewer,
            at=self.at,
        )
        return self.done()


class _OfContact(InstitutionForm):
    """The contact is named in the address; its institution decides the scope."""

    permission = EDIT_CONTACTS

    @cached_property
    def contact(self) -> Contact:
        rows = Contact.objects.visible_to(self.viewer).filter(subject_kind=SUBJECT)
        found = rows.filter(public_id=self.kwargs["public_id"]).select_related("person").first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def institution(self) -> Institution:
        return Institution.objects.visible_to(self.viewer).get(pk=self.contact.subject_id)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET" and (self.contact.to_on is not None or self.contact.person.is_erased):
            raise Forbidden
        return super().show(*args, **kwargs)

    def get_title(self) -> str:
        return f"{worded(self.title)} · {worded(labels.CAPACITY[Capacity(self.contact.capacity)])}"


class EditContact(_OfContact):
    title = _("Correct the contact")
    form_class = ContactEditForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"shown": shown(self.contact.person, self.viewer)}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.contact.version}

    def act(self, form: ContactEditForm) -> str:
        contacts.edit_contact(
            contact=self.contact,
            expected_version=self.version,
            values=form.values,
            why=form.cleaned_data["why"],
            by=self.viewer,
            at=self.at,
        )
        return self.done()


class EndContact(_OfContact):
    title = _("End the contact")
    form_class = ContactEndForm

    def get_initial(self) -> dict[str, Any]:
        self.intro = _t("The person's data are erased when the time to keep them is over.")
        return {"version": self.contact.version, "to_on": self.on}

    def act(self, form: ContactEndForm) -> str:
        contacts.end_contact(
            contact=self.contact,
            expected_version=self.version,
            to_on=form.cleaned_data["to_on"],
            why=form.cleaned_data["why"],
            by=self.viewer,
            at=self.at,
        )
        return self.done()
