"""A part is handed in, returned or taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Text
from institutions.enums.collections import PartVerb
from institutions.errors.collections import NotOpenForAnswers
from institutions.forms.collections import ReasonForm, SureForm
from institutions.rules.access.collections import ANSWER_FOR_TOWN, RUN_COLLECTIONS
from institutions.rules.labels.collections import PART_VERB
from institutions.services.collections import answering, deciding
from institutions.views.collections.base import OfPart, collection_url


class SubmitPage(OfPart, FormPage):
    permission = ANSWER_FOR_TOWN
    title = _("Hand in")
    form_class = SureForm
    submit_label = _("Hand in")
    template_name = "institutions/collections/submit.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.part.version}

    def get_cancel_url(self) -> str:
        return self.address()

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            if not self.answers:
                return HttpResponseRedirect(self.address())
            if answering.findings(self.part, self.form, most=1):
                return HttpResponseRedirect(f"{self.address()}?check=1")
        return super().show(*args, **kwargs)

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(part=self.part, collection=self.collection, whose=self.whose, **more)

    def act(self, form: Any) -> str:
        if not self.answers:
            raise NotOpenForAnswers
        answering.submit(part=self.part, expected_version=self.version, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("Handed in. Thank you."))
        return self.address()


class Return(OfPart, FormPage):
    permission = RUN_COLLECTIONS
    title = PART_VERB[PartVerb.RETURN]
    form_class = ReasonForm
    submit_label: Text = PART_VERB[PartVerb.RETURN]

    def get_cancel_url(self) -> str:
        return self.address()

    def act(self, form: ReasonForm) -> str:
        deciding.return_part(part=self.part, by=self.viewer, at=self.at, **form.cleaned_data)
        return collection_url(self.collection)


class Accept(OfPart):
    """A button."""

    permission = RUN_COLLECTIONS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(self.address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(once(request, self.act))

    def act(self) -> str:
        deciding.accept_part(part=self.part, by=self.viewer, at=self.at)
        return collection_url(self.collection)
