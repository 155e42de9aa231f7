"""What the bureau does with a collection: sent, its day moved, closed, opened again, withdrawn; two buttons."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.collections import (
    CollectionVerb,
)
from institutions.forms.collections import MoveDueForm, ReasonForm, SureForm
from institutions.rules.access.collections import RUN_COLLECTIONS
from institutions.rules.collections.workflow import COLLECTION
from institutions.rules.labels.collections import (
    COLLECTION_VERB,
)
from institutions.services.collections import deciding, sending
from institutions.views.collections.base import OfCollection, collection_url


class _Verb(OfCollection, FormPage):
    """A verb of the table; the service decides again."""

    permission = RUN_COLLECTIONS
    verb: ClassVar[CollectionVerb]

    def get_title(self) -> str:
        return worded(COLLECTION_VERB[self.verb])

    def get_cancel_url(self) -> str:
        return collection_url(self.collection)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            COLLECTION.move(self.collection.state, self.verb)
        self.submit_label = COLLECTION_VERB[self.verb]
        return super().show(*args, **kwargs)

    def act(self, form: Any) -> str:
        why = form.cleaned_data.get("why", "")
        deciding.move_collection(collection=self.collection, verb=self.verb, why=why, by=self.viewer, at=self.at)
        return collection_url(self.collection)


class Send(_Verb):
    verb = CollectionVerb.SEND
    form_class = SureForm
    intro: Text = _("Everybody who is asked gets a message; the columns cannot be changed afterwards.")

    def act(self, form: Any) -> str:
        asked = sending.send(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("Sent to %(n)s recipient.", "Sent to %(n)s recipients.", asked)
        messages.success(self.request, said % {"n": asked})
        return collection_url(self.collection)


class MoveDue(_Verb):
    verb = CollectionVerb.MOVE_DUE
    form_class = MoveDueForm
    intro: Text = _("Whoever still owes an answer is told the new day and the reason.")

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": max(self.collection.due_on, self.on) + dt.timedelta(days=3)}

    def act(self, form: Any) -> str:
        deciding.move_due(collection=self.collection, by=self.viewer, at=self.at, **form.cleaned_data)
        return collection_url(self.collection)


class Close(_Verb):
    verb = CollectionVerb.CLOSE
    form_class = SureForm
    intro: Text = _("Nothing can be handed in afterwards, until you open it again.")


class Reopen(_Verb):
    verb = CollectionVerb.REOPEN
    form_class = ReasonForm


class Withdraw(_Verb):
    verb = CollectionVerb.WITHDRAW
    form_class = ReasonForm
    intro: Text = _("Nobody sees it any more; what was answered is kept.")


class _Button(OfCollection):
    """A button: does one thing, says how many, and goes back."""

    permission = RUN_COLLECTIONS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(collection_url(self.collection))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(once(request, self.act))

    def act(self) -> str:
        raise NotImplementedError


class Remind(_Button):
    def act(self) -> str:
        told = deciding.remind(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("%(n)s recipient was reminded.", "%(n)s recipients were reminded.", told)
        messages.success(self.request, said % {"n": told})
        return collection_url(self.collection)


class AcceptAll(_Button):
    def act(self) -> str:
        taken = deciding.accept_all(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("%(n)s answer was taken over.", "%(n)s answers were taken over.", taken)
        messages.success(self.request, said % {"n": taken})
        return collection_url(self.collection)
