"""What administrators do to an account: make it, invite, give and take roles, unlock, end its sessions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import SIGNED_IN, Role
from cixi_oversight.users.enums import Provider
from cixi_oversight.users.forms import AccountForm, AppointForm, IdentityForm
from cixi_oversight.users.models import DepartmentMembership, ExternalIdentity
from cixi_oversight.users.rules.access import (
    APPOINT,
    CREATE_ACCOUNT,
    END_SESSIONS,
    INVITE,
    LINK_IDENTITY,
    REMOVE_FACTORS,
    UNLOCK,
)
from cixi_oversight.users.services import attempts, factors, identities, invitations, memberships, sessions
from cixi_oversight.users.services.accounts import create_account
from cixi_oversight.users.views.of_account import AccountFormPage
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page


class CreateAccount(FormPage):
    permission = CREATE_ACCOUNT
    section = "system.accounts"
    title = _("New account")
    form_class = AccountForm
    submit_label = _("Make the account and its link")
    intro = _(
        "The account has no right yet: the security administrator gives it a role. Its owner sets the password himself "
        "by a link that you hand over."
    )

    def get_cancel_url(self) -> str:
        return reverse("users:list")

    def act(self, form: AccountForm) -> str:
        user = create_account(**form.cleaned_data, by=self.viewer, at=self.at)
        _row, token = invitations.invite(user=user, by=self.viewer, at=self.at, now=clock.real_now())
        invitations.hand_over(self.request.session, user=user, token=token)
        return reverse("users:invited")


class Invite(AccountFormPage):
    permission = INVITE
    title = _("Link for a new password")
    submit_label = _("Make the link")
    intro = _("The present password stays valid until the link is used. An older link of the account ends.")

    def act(self, form: Any) -> str:
        why = form.cleaned_data["why"]
        _row, token = invitations.invite(user=self.user, by=self.viewer, at=self.at, now=clock.real_now(), why=why)
        invitations.hand_over(self.request.session, user=self.user, token=token)
        return reverse("users:invited")


class Invited(Page):
    """The link, for whoever made it in this session: nobody can look it up later."""

    permission = SIGNED_IN
    title = _("Link to hand over")
    template_name = "users/invited.html"

    def context(self, **more: Any) -> dict[str, Any]:
        found = invitations.handed_over(self.request.session)
        if found is None:
            raise NotFound
        user, token = found
        address = self.request.build_absolute_uri(f"{reverse('users:invitation')}?token={token}")
        return super().context(account=user, address=address, days=invitations.VALID.days, **more)


class RevokeInvitation(AccountFormPage):
    permission = INVITE
    title = _("Revoke the link")
    submit_label = _("Revoke the link")
    done = _("The link is revoked.")

    def do(self, data: dict[str, Any]) -> None:
        invitations.revoke(user=self.user, by=self.viewer, why=data["why"], at=self.at, now=clock.real_now())


class Appoint(AccountFormPage):
    permission = APPOINT
    title = _("Give a role")
    form_class = AppointForm
    submit_label = _("Give the role")
    intro = _("System, security and audit administrator are three accounts, for good.")
    done = _("The role is given.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"viewer": self.viewer}

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.on}

    def do(self, data: dict[str, Any]) -> None:
        role = Role(data.pop("role"))
        memberships.appoint(user=self.user, role=role, by=self.viewer, at=self.at, **data)


class Dismiss(AccountFormPage):
    permission = APPOINT
    title = _("Take a role away")
    submit_label = _("Take the role away")
    intro = _("From the next click on the account no longer has the role.")
    done = _("The role is taken away.")

    @cached_property
    def membership(self) -> DepartmentMembership:
        found = self.user.memberships.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.membership
        return super().show(form, **more)

    def do(self, data: dict[str, Any]) -> None:
        memberships.dismiss(membership=self.membership, on=self.on, by=self.viewer, why=data["why"], at=self.at)


class Unlock(AccountFormPage):
    permission = UNLOCK
    title = _("Unlock")
    submit_label = _("Unlock")
    intro = _("Ask the owner first whether it was he who failed.")
    done = _("The account is unlocked.")

    def do(self, data: dict[str, Any]) -> None:
        attempts.unlock(user=self.user, by=self.viewer, why=data["why"], at=self.at, now=clock.real_now())


class EndSessions(AccountFormPage):
    permission = END_SESSIONS
    title = _("End all sessions")
    submit_label = _("End all sessions")
    intro = _("Whoever is signed in with this account is out at the next click.")
    done = _("All sessions of the account are ended.")

    def do(self, data: dict[str, Any]) -> None:
        sessions.end_all(user=self.user, by=self.viewer, why=data["why"], at=self.at, now=clock.real_now())


class RemoveFactors(AccountFormPage):
    permission = REMOVE_FACTORS
    title = _("Remove the second factors")
    submit_label = _("Remove the second factors")
    intro = _("For somebody who lost phone or key. Make sure who asks: the next sign-in sets up a new second factor.")
    done = _("The second factors are removed.")

    def do(self, data: dict[str, Any]) -> None:
        factors.remove_factors(user=self.user, by=self.viewer, why=data["why"], at=self.at)


class LinkIdentity(AccountFormPage):
    permission = LINK_IDENTITY
    title = _("Link an outside identity")
    form_class = IdentityForm
    submit_label = _("Link")
    intro = _("Only a link made here lets somebody in by the outside sign-in; none is made by name, phone or e-mail.")
    done = _("The outside identity is linked.")

    def do(self, data: dict[str, Any]) -> None:
        identities.link_identity(
            user=self.user,
            provider=Provider(data["provider"]),
            subject=data["subject"],
            by=self.viewer,
            why=data["why"],
            at=self.at,
        )


class UnlinkIdentity(AccountFormPage):
    permission = LINK_IDENTITY
    title = _("End the link of an outside identity")
    submit_label = _("End the link")
    done = _("The link is ended.")

    @cached_property
    def identity(self) -> ExternalIdentity:
        found = self.user.identities.filter(public_id=self.kwargs["identity_id"]).first()
        if found is None:
            raise NotFound
        return found

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.identity
        return super().show(form, **more)

    def do(self, data: dict[str, Any]) -> None:
        identities.unlink_identity(identity=self.identity, by=self.viewer, why=data["why"], at=self.at)
