"""Template library `portal` (registered in the settings: `web` is no app)."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree as ET

from django import template
from django.forms import BoundField
from django.template.base import token_kwargs
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cixi_oversight import money
from cixi_oversight.errors import Message
from cixi_oversight.static_files import NODE_MODULES
from cixi_oversight.web import badges
from cixi_oversight.web import words as web_words
from cixi_oversight.web.forms import dress

register = template.Library()

_ICONS: Final = NODE_MODULES / "@tabler" / "icons" / "icons"
_ICON_NAME: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
_JOB: Final = re.compile(r"[a-z_]+\.[a-z_.]+|night|schedule|seed_demo|import_register|recompute_risk_codes")
GAP: Final = "—"  # what the register does not know


@register.filter
def limit(shown: str) -> str:
    """A limit's comparison as print has it: ≤ 30, not <= 30."""
    return shown.replace("<=", "≤").replace(">=", "≥")


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as ¥1,234.50."""
    return GAP if fen is None else f"¥{money.format_yuan(fen)}"


@register.filter
def wan(fen: int | None) -> SafeString | str:
    """Fen as 万元 (as thousands of yuan in English), the exact amount on hover."""
    if fen is None:
        return GAP
    text = gettext("¥%(amount)s × 10,000") % {"amount": money.format_wan(fen)}
    return format_html('<span class="amount" title="¥{}">{}</span>', money.format_yuan(fen), text)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    if not value:  # an unresolved name in a template is an empty text
        return GAP
    return (timezone.localtime(value) if isinstance(value, dt.datetime) else value).strftime("%Y-%m-%d")


@register.filter
def actor(label: str) -> str:
    """Who acted, in words: a job of ours goes by its name (`institutions.filings`), which tells a reader nothing."""
    return gettext("The system") if _JOB.fullmatch(label) else label


@register.filter
def days_before(value: dt.date | None, on: dt.date) -> int:
    """How many days a date lies before another; negative where it lies after."""
    return (on - value).days if value else 0


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Day and time of day, 24 hours."""
    return GAP if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def worded(sentence: Message | Promise | str) -> str:
    return web_words.worded(sentence)


@register.filter
def gap(value: Any) -> Any:
    """A dash with a reading for an unknown value."""
    if value not in (None, ""):
        return value
    return format_html('<span class="gap" title="{}">{}</span>', gettext("not in the register"), GAP)


@register.filter
def signed(value: int | None) -> str:
    """A change: +3, -2, ±0."""
    return "" if value is None else "±0" if value == 0 else f"{value:+,}".replace("-", "−")


@register.filter
def count(value: int | None) -> str:
    """A number with thousand marks, the same in both languages."""
    return GAP if value is None else f"{value:,}"


@register.filter
def risk_badge(colour: str | None) -> SafeString:
    return badges.risk_badge(colour)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """A field of somebody else's form (sign-in, second factor) in our look."""
    dress(field.field, invalid=bool(field.errors))
    field.field.widget.attrs.pop("placeholder", None)
    return SafeString(str(field))


@register.simple_tag
def status_badge(kind: str, value: str | None) -> SafeString:
    return badges.badge(kind, value)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline icon of Tabler, drawn in place. Silent to screen readers unless it has a label."""
    return _icon(name, label)


@register.simple_tag
def form_token() -> SafeString:
    """For a form that is one button: sent twice, it is done once (`web.forms.once`)."""
    return format_html('<input type="hidden" name="form_token" value="{}">', secrets.token_urlsafe(16))


@register.tag
def panel(parser: Any, token: Any) -> template.Node:
    """{% panel title=_("...") icon="chart-bar" %} ... {% endpanel %}: a card with a head."""
    options = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endpanel",))
    parser.delete_first_token()
    return _Panel(options, inside)


class _Panel(template.Node):
    def __init__(self, options: dict[str, Any], inside: template.NodeList) -> None:
        self.options, self.inside = options, inside

    def render(self, context: template.Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        with context.push(panel_body=self.inside.render(context), **options):
            return SafeString(get_template("includes/panel.html").template.render(context))  # type: ignore[attr-defined]


@cache
def _icon(name: str, label: str = "") -> SafeString:
    """Raises FileNotFoundError for a name that the icon package does not have: a mistake in a template."""
    if not _ICON_NAME.fullmatch(name):
        raise template.TemplateSyntaxError(f"not an icon name: {name}")
    path = _ICONS / f"{name if '/' in name else f'outline/{name}'}.svg"
    root = ET.fromstring(re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))  # noqa: S314
    inside = "".join(_markup(part) for part in root if part.attrib.get("d") != "M0 0h24v24H0z")
    fill = 'fill="currentColor"' if name.startswith("filled/") else 'fill="none" stroke="currentColor"'
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return SafeString(
        f'<svg class="icon" viewBox="0 0 24 24" {fill} stroke-width="1.75" stroke-linecap="round"'
        f' stroke-linejoin="round" {voice}>{inside}</svg>'
    )


def _markup(part: ET.Element) -> str:
    name = part.tag.partition("}")[2] or part.tag
    attributes = "".join(f' {key}="{value}"' for key, value in part.attrib.items())
    return f"<{name}{attributes}/>"
