"""Pages that a signed link opens. An app says for which purpose it has one; `users` opens the link and hands over.

Such a page is for somebody without an account, on a phone. Looking changes nothing (programs look at links, too); what
is changed is sent by POST with a stamp that the page has shown. The usual token against forged forms cannot stand
here: the browser, asked to tell nobody where it is, names no origin either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from cixi_oversight.errors import Message
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web.forms import FormPage

STAMP_SECONDS: Final = 12 * 3600
_SALT: Final = "web.link_pages"


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """What links of a purpose open: a view of `LinkPage`."""

    key: str
    label: Message
    view: Callable[..., HttpResponseBase]


_PURPOSES: Final[dict[str, LinkPurpose]] = {}


def register(purpose: LinkPurpose) -> None:
    """Once per purpose, in `ready()`."""
    if _PURPOSES.setdefault(purpose.key, purpose) is not purpose:
        raise RuntimeError(f"the purpose {purpose.key} is registered twice")


def purpose_of(key: str) -> LinkPurpose | None:
    return _PURPOSES.get(key)


def stamp_of(link_id: str) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(link_id)


def is_stamped(request: HttpRequest, link_id: str) -> bool:
    """Whether what is sent comes from a page that was shown for this link within twelve hours."""
    try:
        found = signing.TimestampSigner(salt=_SALT).unsign(request.POST.get("stamp", ""), max_age=STAMP_SECONDS)
    except signing.BadSignature:
        return False
    return found == link_id


class LinkPage(FormPage):
    """`request.signed_link` is the link; `viewer` its holder. `?lang=` chooses the language: nothing is kept."""

    permission = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("lang", "")
        if wanted in dict(settings.LANGUAGES):
            translation.activate(wanted)
        return super().dispatch(request, *args, **kwargs)

    @property
    def link(self) -> Any:
        return self.request.signed_link  # type: ignore[attr-defined]

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(link=self.link, stamp=stamp_of(self.link.public_id), **more)
