"""Training material (培训材料): reviewed inside, then by the bureau (academic) or the sector authority."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from institutions.enums.filings import FilingKind
from institutions.enums.teaching import MaterialKind
from institutions.rules.filings.forms.common import choices, day
from institutions.rules.filings.schema import (
    REVIEWERS,
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Section,
)
from institutions.rules.labels.register import STAGE
from institutions.rules.labels.teaching import MATERIAL_KIND, SUBJECT


def check(payload: Payload, known: Known) -> list[Finding]:
    """The inner review has been held, its answers are yes, an edition follows the one in force, and whoever decides
    can read what was written: only a published book is told by its title."""
    found = []
    if not payload.get("document") and payload.get("kind") not in (None, MaterialKind.PUBLISHED):
        found.append(Finding(msg("Attach the material: only a published book is reviewed without it."), "document"))
    for key, words in (
        (
            "authors_qualified",
            msg("Only authors with a certificate and three years in education may compile material."),
        ),
        ("nothing_forbidden", msg("Material with forbidden content may not be used: take it out first.")),
    ):
        if payload.get(key) is False:
            found.append(Finding(words, key))
    reviewed = day(payload.get("reviewed_inside_on"))
    if reviewed is not None and reviewed > known.on:
        found.append(Finding(msg("The inner review comes before filing."), "reviewed_inside_on"))
    last = (known.before or {}).get("edition")
    if isinstance(last, int) and isinstance(payload.get("edition"), int):
        changed = (known.before or {}).get("document") != payload.get("document")
        if payload["edition"] < last or (changed and payload["edition"] == last):
            found.append(
                Finding(
                    msg("Edition %(number)s is in force: a changed document is a new edition.", number=last), "edition"
                )
            )
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """Whose decision it is."""
    if known.facts.get("sector_decides"):
        return [msg("The sector authority decides.")]
    return []


FORM: Final = FilingForm(
    kind=FilingKind.TRAINING_MATERIAL,
    label=msg("Training material"),
    about=msg("One book, script or set of exercises and its edition, with the review inside the institution."),
    law="《中小学生校外培训材料管理办法（试行）》（教监管厅函〔2021〕6号）",
    law_unread=True,
    needs_person=True,
    reviewers=REVIEWERS | {Role.DEPARTMENT_OFFICER},
    sections=(
        Section(
            "material",
            msg("The material"),
            (
                Field("title", msg("Title"), max_length=80),
                Field("kind", msg("Kind of material"), FieldType.CHOICE, choices=choices(MATERIAL_KIND)),
                Field("subject", msg("Subject of teaching"), FieldType.CHOICE, choices=choices(SUBJECT)),
                Field("stage", msg("Stage"), FieldType.CHOICE, choices=choices(STAGE)),
                Field("edition", msg("Edition"), FieldType.WHOLE_NUMBER, low=1, high=999),
                Field(
                    "document",
                    msg("The material as a document"),
                    FieldType.FILE,
                    required=False,
                    help=msg("A published book needs none."),
                ),
                Field(
                    "used_until", msg("In use until"), FieldType.DAY, required=False, help=msg("Empty: still in use.")
                ),
            ),
        ),
        Section(
            "inside",
            msg("Review inside the institution"),
            (
                Field("reviewed_inside_on", msg("Reviewed inside on"), FieldType.DAY),
                Field(
                    "review_inside",
                    msg("Who reviewed it and the opinion"),
                    FieldType.LONG_TEXT,
                    max_length=400,
                    help=msg("By post, such as head of teaching; no names."),
                ),
                Field(
                    "authors_qualified",
                    msg("All authors have a certificate and three years in education"),
                    FieldType.YES_NO,
                ),
                Field("nothing_forbidden", msg("None of the twelve forbidden contents"), FieldType.YES_NO),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
)
