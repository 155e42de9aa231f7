"""Departments' systems for the three administrators: one registers them and makes keys, one says what they may, all
read. A key is on the screen once, in the answer to the form that made it, and nowhere else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import NotFound
from cixi_oversight.users.forms import ReasonForm
from cixi_oversight.users.forms.clients import (
    ClientFilterSet,
    ClientForm,
    KeyForm,
    RotateForm,
    ScopesForm,
    scope_words,
)
from cixi_oversight.users.models import ApiClient, ApiKey
from cixi_oversight.users.rules.access import GRANT_SCOPES, MAKE_CLIENTS, REVOKE_KEYS, VIEW_CLIENTS
from cixi_oversight.users.services import clients
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page

SECTION = "system.clients"


def client_state(client: ApiClient) -> Any:
    return pill(Tone.REFUSED, gettext("revoked")) if client.revoked_at else pill(Tone.DONE, gettext("in use"))


def key_state(key: ApiKey) -> Any:
    if key.revoked_at is not None:
        return pill(Tone.REFUSED, gettext("revoked"))
    if key.expires_on < clock.real_now().date():
        return pill(Tone.NEUTRAL, gettext("ended"))
    return pill(Tone.DONE, gettext("valid"))


class ClientList(ListPage):
    permission = VIEW_CLIENTS
    section = SECTION
    title = _("Departments' systems")
    filterset_class = ClientFilterSet
    main_filters = ("name", "state")
    ordering = ("name",)
    export_name = _("Departments' systems")
    empty_text = _("No system of another department is registered yet.")
    columns = (
        Column("name", _("System"), lambda row: row.name, sort="name"),
        Column("department", _("Department"), lambda row: row.department.name),
        Column("scopes", _("It may"), lambda row: "、".join(scope_words(name) for name in row.scopes)),
        Column("keys", _("Valid keys"), lambda row: row.keys_now, numeric=True),
        Column("used", _("Last used"), lambda row: moment(row.used_at)),
        Column("state", _("State"), client_state),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return ApiClient.objects.visible_to(self.viewer).select_related("department")

    def row_url(self, row: ApiClient) -> str:
        return reverse("users:client", args=[row.public_id])

    def annotate_rows(self, rows: list[Any]) -> None:
        keys = ApiKey.objects.filter(client__in=rows)
        used = dict(keys.values_list("client").annotate(Max("last_used_at")).order_by())
        living: list[int] = list(keys.living(clock.real_now().date()).values_list("client", flat=True))
        for row in rows:
            row.used_at, row.keys_now = used.get(row.pk), living.count(row.pk)

    def get_primary_action(self) -> Any:
        return (reverse("users:create_client"), _("Register a system")) if MAKE_CLIENTS.allows(self.viewer) else None


class OfClient:
    """The system that the address names, within the viewer's scope; its key where the address names one."""

    @cached_property
    def client(self) -> ApiClient:
        rows = ApiClient.objects.visible_to(self.viewer).select_related("department")  # type: ignore[attr-defined]
        found: ApiClient | None = rows.filter(public_id=self.kwargs["public_id"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotFound
        return found

    @cached_property
    def key(self) -> ApiKey:
        found = ApiKey.objects.select_related("client").filter(client=self.client, prefix=self.kwargs["prefix"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotFound
        return found


class ClientPage(OfClient, Page):
    permission = VIEW_CLIENTS
    section = SECTION
    template_name = "users/client.html"

    def get_title(self) -> str:
        return self.client.name

    def context(self, **more: Any) -> dict[str, Any]:
        is_open = self.client.revoked_at is None
        today = clock.real_now().date()
        living = Q(revoked_at=None, expires_on__gte=today)
        keys = self.client.keys.annotate(lives=Q(living)).select_related("created_by").order_by("-created_at", "-pk")
        return super().context(
            client=self.client,
            state=client_state(self.client),
            scopes=[(name, scope_words(name)) for name in self.client.scopes],
            keys=[(key, key_state(key)) for key in keys],
            may_make=is_open and MAKE_CLIENTS.allows(self.viewer),
            may_grant=is_open and GRANT_SCOPES.allows(self.viewer),
            may_revoke=is_open and REVOKE_KEYS.allows(self.viewer),
            **more,
        )


class _ClientForm(OfClient, FormPage):
    """Does one thing to a system, says so, and goes back to its page."""

    section = SECTION
    form_class: ClassVar[type[OfficeForm]] = ReasonForm
    done: str | Promise = ""

    def get_title(self) -> str:
        return f"{super().get_title()}: {self.client.name}"

    def get_cancel_url(self) -> str:
        return reverse("users:client", args=[self.client.public_id])

    def show(self, form: Any, **more: Any) -> Any:
        _ = self.key if "prefix" in self.kwargs else self.client  # out of scope is not found, before any form is shown
        return super().show(form, **more)

    def act(self, form: Any) -> str:
        self.do(form.cleaned_data)
        messages.success(self.request, str(self.done))
        return self.get_cancel_url()

    def do(self, data: dict[str, Any]) -> None:
        raise NotImplementedError


class CreateClient(FormPage):
    permission = MAKE_CLIENTS
    section = SECTION
    title = _("Register a department's system")
    form_class = ClientForm
    submit_label = _("Register a system")
    intro = _("It sees what an officer of its department sees. What it may, the security administrator says next.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"viewer": self.viewer}

    def get_cancel_url(self) -> str:
        return reverse("users:clients")

    def act(self, form: ClientForm) -> str:
        made = clients.create_client(**form.cleaned_data, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("The system is registered. It has no right and no key yet."))
        return reverse("users:client", args=[made.public_id])


class GrantScopes(_ClientForm):
    permission = GRANT_SCOPES
    title = _("What it may")
    form_class = ScopesForm
    done = _("Saved. It holds from the next request on.")

    def get_initial(self) -> dict[str, Any]:
        return {"scopes": self.client.scopes, "version": self.client.version}

    def do(self, data: dict[str, Any]) -> None:
        clients.grant_scopes(client=self.client, **data, version=self.version, by=self.viewer, at=self.at)


class RevokeClient(_ClientForm):
    permission = REVOKE_KEYS
    title = _("Revoke the system for good")
    submit_label = _("Revoke the system")
    intro = _("Every key of it is refused from the next request on. This cannot be taken back.")
    done = _("The system is revoked.")

    def do(self, data: dict[str, Any]) -> None:
        clients.revoke_client(client=self.client, why=data["why"], by=self.viewer, at=self.at)


class RevokeKey(_ClientForm):
    permission = REVOKE_KEYS
    title = _("Revoke a key")
    submit_label = _("Revoke the key")
    intro = _("The next request with it is refused. This cannot be taken back.")
    done = _("The key is revoked.")

    def do(self, data: dict[str, Any]) -> None:
        clients.revoke_key(key=self.key, why=data["why"], by=self.viewer, at=self.at)


class _MakesKey(_ClientForm):
    """Answers the form with the key itself: no redirect, no session, no message keeps it."""

    permission = MAKE_CLIENTS
    text = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().post(request, *args, **kwargs)
        return self.shown() if self.text else answer

    def shown(self) -> HttpResponse:
        return self.render("users/client_key.html", client=self.client, key=self.text)

    def act(self, form: Any) -> str:
        self.text = self.make(form.cleaned_data)
        return self.get_cancel_url()

    def make(self, data: dict[str, Any]) -> str:
        raise NotImplementedError


class IssueKey(_MakesKey):
    title = _("New key")
    form_class = KeyForm
    submit_label = _("Make the key and show it once")

    def get_initial(self) -> dict[str, Any]:
        return {"expires_on": clock.real_now().date() + clients.KEY_LIFE}

    def make(self, data: dict[str, Any]) -> str:
        return clients.issue_key(client=self.client, **data, by=self.viewer, at=self.at)[1]


class RotateKey(_MakesKey):
    title = _("Replace a key")
    form_class = RotateForm
    submit_label = _("Make the new key and show it once")

    def get_initial(self) -> dict[str, Any]:
        today = clock.real_now().date()
        return {"old_until": min(today + clients.OVERLAP, self.key.expires_on), "expires_on": today + clients.KEY_LIFE}

    def make(self, data: dict[str, Any]) -> str:
        return clients.rotate_key(key=self.key, **data, by=self.viewer, at=self.at)[1]
