"""A message in its recipient's language: for the inbox in whole, for an outer channel in short."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from cixi_oversight.desk.models import Dispatch, Message, MessageSettings
from cixi_oversight.desk.rules.quiet import QuietHours
from cixi_oversight.desk.rules.templates import BUNDLE, DISCREET, TEMPLATES
from cixi_oversight.desk.services.figures import unpacked
from cixi_oversight.errors import Message as Sentence
from cixi_oversight.personal.rules.scan import has_number
from cixi_oversight.web.words import worded


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


def words_of(message: Message) -> Words:
    """In the active language. A template that no release of ours knows any more still says its key."""
    template = TEMPLATES.get(message.template)
    if template is None:
        return Words(message.template, "")
    figures = {name: unpacked(value) for name, value in message.data.items()}
    return Words(_filled(template.subject, figures), _filled(template.body, figures))


def text_of(dispatch: Dispatch) -> str:
    """What goes out. Several: how many there are. A text that holds somebody's number says only that there is one."""
    rows = [delivery.message for delivery in dispatch.deliveries.select_related("message").order_by("pk")]
    with translation.override(language_of(dispatch.recipient_id)):
        if len(rows) != 1:
            return worded(Sentence(BUNDLE.id, {"count": len(rows)}))
        template = TEMPLATES.get(rows[0].template)
        if template is None:
            return worded(DISCREET)
        text = _filled(template.short, {name: unpacked(value) for name, value in rows[0].data.items()})
        return worded(DISCREET) if has_number(text) and not template.verbatim else text


def language_of(user_id: int) -> str:
    row = MessageSettings.objects.filter(user_id=user_id).first()
    return row.language if row is not None else settings.LANGUAGE_CODE


def quiet_hours_of(user_id: int, portal: QuietHours) -> QuietHours:
    """Their own, or the portal's (`hours.portal_hours`)."""
    row = MessageSettings.objects.filter(user_id=user_id).first()
    if row is None or row.quiet_from is None or row.quiet_to is None:
        return portal
    return QuietHours(row.quiet_from, row.quiet_to)


def _filled(sentence: Sentence, figures: dict[str, object]) -> str:
    return worded(Sentence(sentence.id, figures))
