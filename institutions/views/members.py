"""Who of an institution may come in: its owner lets the others in and out, the registrar lets the owner in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import Invitation, User
from cixi_oversight.users.services.invitations import hand_over
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES, worded
from institutions.forms.members import EndAccessForm, MemberForm, OwnerForm
from institutions.models import Institution, InstitutionMembership
from institutions.rules.access import INVITE_MEMBERS, INVITE_OWNER
from institutions.services.members import invite_again, invite_member, take_access
from institutions.views.common import InstitutionForm


class _Own(Page):
    """Pages of an owner: only the institutions that the account owns today, not those where it teaches."""

    permission = INVITE_MEMBERS
    section = "my_members"

    @cached_property
    def owned(self) -> QuerySet[Institution]:
        rows = self._in_force(InstitutionMembership.objects.filter(role=Role.INSTITUTION_OWNER))
        return Institution.objects.filter(pk__in=rows.filter(user=self.viewer.user_id or 0).values("institution"))

    def _in_force(self, rows: QuerySet[InstitutionMembership]) -> QuerySet[InstitutionMembership]:
        return rows.filter(Q(to_on=None) | Q(to_on__gte=self.on), from_on__lte=self.on)

    @cached_property
    def membership(self) -> InstitutionMembership:
        """A role in force of the account that the address names, in an institution of the owner's."""
        rows = InstitutionMembership.objects.filter(institution__in=self.owned).exclude(role=Role.INSTITUTION_OWNER)
        user = User.objects.get_queryset().filter(public_id=self.kwargs["public_id"])
        found = self._in_force(rows).filter(user__in=user).select_related("user", "institution").first()
        if found is None:
            raise NotFound
        return found


class Members(_Own):
    title = _("People with access")
    template_name = "institutions/members.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = self._in_force(InstitutionMembership.objects.filter(institution__in=self.owned))
        members = list(rows.select_related("user", "institution").order_by("institution", "role", "user__username"))
        open_links = Invitation.objects.unused().filter(
            user__in=[row.user_id for row in members], expires_at__gt=clock.real_now()
        )
        waiting = set(open_links.values_list("user", flat=True))
        shown = [
            (row, worded(ROLES[Role(row.role)]), row.user_id in waiting, row.role != Role.INSTITUTION_OWNER)
            for row in members
        ]
        return super().context(members=shown, several=len({row.institution_id for row in members}) > 1, **more)


class InviteMember(_Own, FormPage):
    title = _("Give somebody access")
    form_class = MemberForm
    submit_label = _("Make the account and its link")
    intro = _(
        "Each person has an account of his own: what is done with it stands under his name. "
        "He sets the password himself by a link that you hand over."
    )

    def get_cancel_url(self) -> str:
        return reverse("institutions:members")

    def form_kwargs(self) -> dict[str, Any]:
        return {"own": self.owned}

    def get_initial(self) -> dict[str, Any]:
        return {"institution": self.owned.order_by("pk").first()}

    def act(self, form: MemberForm) -> str:
        data = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        row, token = invite_member(by=self.viewer, at=self.at, now=clock.real_now(), **data)
        hand_over(self.request.session, user=row.user, token=token)
        return reverse("users:invited")


class InviteAgain(_Own, FormPage):
    title = _("Link for a new password")
    form_class = EndAccessForm
    submit_label = _("Make the link")

    def get_cancel_url(self) -> str:
        return reverse("institutions:members")

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.membership
        return super().show(form, **more)

    def act(self, form: EndAccessForm) -> str:
        row = self.membership
        token = invite_again(
            institution=row.institution, user=row.user, by=self.viewer, at=self.at, now=clock.real_now()
        )
        hand_over(self.request.session, user=row.user, token=token)
        return reverse("users:invited")


class EndAccess(_Own, FormPage):
    title = _("End somebody's access")
    form_class = EndAccessForm
    submit_label = _("End the access")
    intro = _("From the next click on the account no longer opens anything of your institution.")

    def get_cancel_url(self) -> str:
        return reverse("institutions:members")

    def get_title(self) -> str:
        return f"{super().get_title()}: {self.membership.user.name}"

    def act(self, form: EndAccessForm) -> str:
        row = self.membership
        take_access(
            institution=row.institution, user=row.user, by=self.viewer, at=self.at, why=form.cleaned_data["why"]
        )
        messages.success(self.request, gettext("The access is ended."))
        return reverse("institutions:members")


class InviteOwner(InstitutionForm):
    permission = INVITE_OWNER
    title = _("Give the owner access")
    form_class = OwnerForm
    submit_label = _("Make the account and its link")
    intro = _(
        "The owner lets the others of the institution in himself. "
        "Check the identity document of who comes to the counter before you hand the link over."
    )

    def act(self, form: OwnerForm) -> str:
        row, token = invite_member(
            institution=self.institution,
            role=Role.INSTITUTION_OWNER,
            by=self.viewer,
            at=self.at,
            now=clock.real_now(),
            **form.cleaned_data,
        )
        hand_over(self.request.session, user=row.user, token=token)
        return reverse("users:invited")
