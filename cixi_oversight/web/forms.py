"""Forms (pattern 4): one column, errors on top and beside the field, nothing typed is lost, twice sent is once done."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django import forms
from django.db import OperationalError, connection, transaction
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, Problems, Refusal
from cixi_oversight.web.refusals import BUSY, STATUS, is_locked
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded

_DONE: Final = "forms_done"  # in the session: token -> where the first sending led
_DONE_MAX: Final = 30


class OfficeRenderer(TemplatesSetting):
    form_template_name = "includes/form_fields.html"
    field_template_name = "includes/field.html"


class OfficeForm(forms.Form):
    """Our fields' look and accessibility; optional fields are marked, required ones are not."""

    default_renderer = OfficeRenderer
    error_css_class = "has-error"
    use_required_attribute = False  # the server words what is missing, in one place
    label_suffix = ""
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def full_clean(self) -> None:
        """Marks what was refused. Not at making: a form may still set its choices then."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                dress(self.fields[name], invalid=True)

    def add_refusal(self, error: DomainError) -> None:
        """A refusal of a service, at its field where it names one that this form has."""
        for problem in error.problems if isinstance(error, Problems) else (error,):
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, worded(problem.sentence))
            if field:
                dress(self.fields[field], invalid=True)


_CLASSES: Final[tuple[tuple[type[forms.Widget], str], ...]] = (
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.FileInput, "form-control"),
    (forms.Textarea, "form-control"),
    (forms.widgets.Input, "form-control"),
)


def dress(field: forms.Field, *, invalid: bool = False) -> None:
    """Bootstrap's class on the widget, and the sign of an error. Safe to call twice."""
    look = next((name for kind, name in _CLASSES if isinstance(field.widget, kind)), "")
    words = field.widget.attrs.get("class", "").split()
    wanted = [*words, *([look] if look not in words else []), *(["is-invalid"] if invalid else [])]
    field.widget.attrs["class"] = " ".join(dict.fromkeys(word for word in wanted if word))


class FormPage(Page):
    """`act(form)` calls the service and returns where to go. Its refusals come back as errors of the form."""

    template_name = "shell/form.html"
    form_class: ClassVar[type[OfficeForm]]
    submit_label: Text = _("Save")
    intro: Text = ""
    cancel_url: str = ""

    def get_initial(self) -> dict[str, Any]:
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        """Extra arguments of the form class, such as the viewer."""
        return {}

    def act(self, form: Any) -> str:
        raise NotImplementedError

    def get_form(self, **kwargs: Any) -> OfficeForm:
        return self.form_class(initial=self.get_initial(), **self.form_kwargs(), **kwargs)

    def get_cancel_url(self) -> str:
        return self.cancel_url

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form(data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            url = once(request, lambda: self.act(form))
        except DomainError as error:
            if error.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
                raise
            form.add_refusal(error)
            return self.show(form, status=STATUS[error.refusal], refused=error)
        except OperationalError as error:
            if not is_locked(error):
                raise
            form.add_error(None, worded(BUSY))
            return self.show(form, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return HttpResponseRedirect(url)

    def show(
        self, form: OfficeForm, *, status: int = HTTPStatus.OK, refused: DomainError | None = None
    ) -> HttpResponse:
        return self.render(
            status=status,
            form=form,
            form_token=self.request.POST.get("form_token") or secrets.token_urlsafe(16),
            form_version=self.request.POST.get("version") or self.get_initial().get("version", ""),
            submit_label=worded(self.submit_label),
            intro=worded(self.intro),
            cancel_url=self.get_cancel_url(),
            stale=refused is not None and refused.refusal is Refusal.CONFLICT,
        )

    @property
    def version(self) -> int:
        """The version that the form was made from; 0 where it is missing or forged, which no row has."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def once(request: HttpRequest, act: Callable[[], str]) -> str:
    """Do `act` once for the form that was shown; a second sending of it leads where the first one led.

    Both sendings wait on the form's token in the database, so it holds for two servers and two quick clicks.
    """
    token = request.POST.get("form_token", "")
    if not token or not request.session.session_key:
        with transaction.atomic():
            return act()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_lock_key(request.session.session_key, token)])
        stored = request.session.__class__(request.session.session_key).load()
        done: dict[str, str] = stored.get(_DONE, {})
        if token in done:
            return done[token]
        url = act()
        done = dict([*done.items(), (token, url)][-_DONE_MAX:])
        request.session[_DONE] = done
        request.session.save()
    return url


def _lock_key(session_key: str, token: str) -> int:
    digest = hashlib.sha256(f"{session_key}/{token}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
