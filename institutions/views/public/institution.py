"""An institution's public page: what it has to post, and how a parent pays safely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import PUBLIC_VIEWER
from cixi_oversight.web.badges import badge
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, RegistrationKind, Stage
from institutions.rules.access.lookup import LOOK_UP
from institutions.rules.labels import CATEGORY, LEGAL_FORM, REGISTRATION_KIND, STAGE
from institutions.rules.labels import disclosure as labels
from institutions.services.disclosure.reading import Disclosure, disclose


class InstitutionPublic(Page):
    permission = LOOK_UP
    title = _("Institution")
    template_name = "institutions/public/institution.html"

    def get_title(self) -> str:
        found: Disclosure | None = getattr(self, "found", None)
        return found.institution.name if found else worded(self.title)

    def context(self, **more: Any) -> dict[str, Any]:
        self.found = disclose(PUBLIC_VIEWER, self.kwargs["public_id"], self.on)
        row = self.found.institution
        return super().context(
            found=self.found,
            institution=row,
            status=badge("institution", row.status),
            facts=_facts(row),
            registrations=[
                (one, worded(REGISTRATION_KIND[RegistrationKind(one.kind)])) for one in self.found.registrations
            ],
            courses=[_course(part) for part in self.found.courses],
            teachers=[_teacher(part) for part in self.found.teachers],
            week=[(worded(labels.WEEKDAY[day - 1]), lessons) for day, lessons in self.found.week],
            annual=[(part, _word(labels.CONCLUSION, part["conclusion"])) for part in self.found.annual],
            **more,
        )


def _facts(row: Any) -> list[str]:
    """Category, stage and legal form in words, as far as they are known."""
    pairs: list[tuple[Any, Any]] = [
        (CATEGORY, Category(row.category) if row.category else None),
        (STAGE, Stage(row.stage) if row.stage else None),
        (LEGAL_FORM, LegalForm(row.legal_form) if row.legal_form else None),
    ]
    return [worded(words[value]) for words, value in pairs if value is not None]


def _word(words: Any, value: str) -> str:
    """The member's label; the bare value of one that has none is never shown."""
    return next((worded(label) for member, label in words.items() if member.value == value), "")


def _course(part: dict[str, Any]) -> dict[str, Any]:
    return part | {
        "subject": _word(labels.SUBJECT, part["subject"]),
        "stage": _word(STAGE, part["stage"]),
        "mode": _word(labels.MODE, part["mode"]),
        "fees": [fee | {"kind": _word(labels.FEE, fee["kind"])} for fee in part["fees"]],
    }


def _teacher(part: dict[str, Any]) -> dict[str, Any]:
    return part | {
        "post": _word(labels.POST, part["post"]),
        "degree": _word(labels.DEGREE, part["degree"]),
        "certificate": _word(labels.CERTIFICATE, part["certificate"]),
        "subject": _word(labels.SUBJECT, part["subject"]) if part["subject"] else "",
    }
