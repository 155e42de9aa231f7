"""The institution's own view of who answers for it: masked also to itself, since a screen has more than one reader.
The owner corrects; what was corrected is on record with the reason."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.models import Contact
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import EDIT_OWN_CONTACTS, VIEW_OWN_CONTACTS
from cixi_oversight.personal.services import contacts
from cixi_oversight.personal.services.reading import contacts_of, shown
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.forms.contacts import ContactEditForm
from institutions.models import Institution

SECTION = "my.contacts"
SUBJECT = "institution"


class OwnContacts(Page):
    permission = VIEW_OWN_CONTACTS
    section = SECTION
    title = _("Our contacts")
    template_name = "institutions/my_contacts.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        own = [(row, contacts_of(SUBJECT, row.pk, self.viewer)) for row in rows.order_by("name", "pk")]
        return super().context(own=own, may_edit=EDIT_OWN_CONTACTS.allows(self.viewer), **more)


class EditOwnContact(FormPage):
    """What is typed replaces what is on record; nothing is shown to be changed."""

    permission = EDIT_OWN_CONTACTS
    section = SECTION
    template_name = "institutions/my_copy.html"
    form_class = ContactEditForm

    @cached_property
    def contact(self) -> Contact:
        rows = Contact.objects.visible_to(self.viewer).filter(
            subject_kind=SUBJECT, subject_id__in=self.viewer.institution_ids, to_on=None, person__erased_at=None
        )
        found = rows.filter(public_id=self.kwargs["public_id"]).select_related("person").first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return f"{_t('Correct the contact')} · {worded(labels.CAPACITY[Capacity(self.contact.capacity)])}"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.contact.version}

    def form_kwargs(self) -> dict[str, Any]:
        return {"shown": shown(self.contact.person, self.viewer)}

    def get_cancel_url(self) -> str:
        return reverse("institutions:my_contacts")

    def act(self, form: ContactEditForm) -> str:
        contacts.edit_contact(
            contact=self.contact,
            expected_version=self.version,
            values=form.values,
            why=form.cleaned_data["why"],
            by=self.viewer,
            at=self.at,
        )
        messages.success(self.request, _t("The contact is corrected."))
        return self.get_cancel_url()
