"""Form fields that read what an office types: yuan, days, social credit codes, plain text. They refuse, never guess."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotANumber

from cixi_oversight import clock, money
from cixi_oversight.errors import Message, msg
from cixi_oversight.web.words import worded

DAY_MIN: Final = dt.date(1900, 1, 1)
YEARS_AHEAD: Final = 50

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
# Direction marks that make one text look like another: embeddings, overrides, isolates, and invisible joiners.
_BIDI: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff")


class PlainCharField(forms.CharField):
    """Text in NFC without NUL, control, direction or surrogate characters; line breaks only where `lines` says so."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return text
        text = unicodedata.normalize("NFC", text)
        if self.lines:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        for character in text:
            if character == "\n" and self.lines:
                continue
            if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co"):
                raise ValidationError(
                    _("Contains an invisible character (%(code)s). Type the text anew instead of pasting it."),
                    code="invisible",
                    params={"code": f"U+{ord(character):04X}"},
                )
        return text


class DayField(forms.Field):
    """A day as 2026-11-23 or 2026年11月23日, from 1900 to fifty years ahead. No other order is guessed."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "unreadable": _("“%(value)s” is not a date. Write it as 2026-11-23."),
        "impossible": _("There is no such day: %(value)s."),
        "range": _("The date must lie between %(low)s and %(high)s."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        text = str(value).strip()
        match = _ISO.fullmatch(text) or _CHINESE.fullmatch(text)
        if match is None:
            raise self._error("unreadable", value=text[:40])
        try:
            day = dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            raise self._error("impossible", value=text[:40]) from None
        high = dt.date(clock.today().year + YEARS_AHEAD, 12, 31)
        if not DAY_MIN <= day <= high:
            raise self._error("range", low=DAY_MIN.isoformat(), high=high.isoformat())
        return day

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _error(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class YuanField(forms.Field):
    """Yuan as typed, fen in `cleaned_data` (decision 3)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-yuan": "", "class": "amount"})
    default_error_messages = {
        "low": _("At least %(low)s yuan."),
        "high": _("At most %(high)s yuan."),
    }

    def __init__(self, *, min_fen: int | None = 0, max_fen: int | None = None, **kwargs: Any) -> None:
        self.min_fen, self.max_fen = min_fen, max_fen
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return money.parse_yuan(str(value).strip().removeprefix("¥"))
        except (money.AmountNotReadable, money.AmountOutOfRange) as error:
            raise ValidationError(worded(error.sentence), code=error.code) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_fen is not None and value < self.min_fen:
            low = money.format_yuan(self.min_fen)
            raise ValidationError(self.error_messages["low"], code="low", params={"low": low})
        if self.max_fen is not None and value > self.max_fen:
            high = money.format_yuan(self.max_fen)
            raise ValidationError(self.error_messages["high"], code="high", params={"high": high})

    def prepare_value(self, value: Any) -> Any:
        return money.format_yuan(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class EnumField(forms.TypedChoiceField):
    """One of a closed set, shown in the words of an app's `rules/labels.py`; None where left open."""

    def __init__(self, labels: Mapping[StrEnum, Message], *, blank: Message | None = None, **kwargs: Any) -> None:
        self.labels = labels
        kind = type(next(iter(labels)))
        super().__init__(choices=lambda: self.in_words(blank), coerce=kind, empty_value=None, **kwargs)

    def in_words(self, blank: Message | None) -> list[tuple[str, str]]:
        """Worded anew for each form: the language is the reader's."""
        first = blank or (msg("Please choose") if self.required else None)
        return [
            ("", worded(first) if first else "—"),
            *((member.value, worded(label)) for member, label in self.labels.items()),
        ]


class UsccField(forms.Field):
    """Unified social credit code of GB 32100: 18 characters with a check digit; spaces and hyphens are dropped.

    `checked=False` where a supervised override for an old code stands beside it: the service decides.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": "24"})
    default_error_messages = {
        "uscc": _("“%(value)s” is not a social credit code: 18 digits and capital letters, the last one a check digit.")
    }

    def __init__(self, *, checked: bool = True, **kwargs: Any) -> None:
        self.checked = checked
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        if value in self.empty_values:
            return None
        text = str(value).strip().replace(" ", "").replace("-", "").upper()
        try:
            if self.checked:
                uscc.validate(text)
            elif not re.fullmatch(r"[0-9A-Z]{1,18}", text, re.ASCII):
                raise NotANumber
        except NotANumber:
            raise ValidationError(self.error_messages["uscc"], code="uscc", params={"value": text[:24]}) from None
        return text


class DocumentField(forms.FileField):
    """A file to hand in. What it is and whether it is taken, the service says (documents.services.uploads)."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_empty_file", True)  # the service words it
        kwargs.setdefault("help_text", _("A PDF, a picture (JPEG or PNG) or an Excel sheet (.xlsx), without password."))
        super().__init__(**kwargs)
