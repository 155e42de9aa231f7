"""What a sheet may say about an institution, and the sentences of what is wrong or doubtful with a row."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.enums import DateEdge, FieldKind
from cixi_oversight.imports.rules.fields import Field
from institutions.enums import Category, LegalForm, Stage, Status
from institutions.rules.matching import Doubt


def _values(members: Iterable[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in members)


_FIELDS: Final = (
    Field("name", msg("Name of the institution"), max_length=120, required=True),
    Field("uscc", msg("Unified social credit code"), FieldKind.USCC),
    Field("trade_name", msg("Trade name"), max_length=120),
    Field("brand", msg("Brand"), max_length=80),
    Field("category", msg("Category"), FieldKind.CHOICE, choices=_values(Category)),
    Field("stage", msg("Stage"), FieldKind.CHOICE, choices=_values(Stage)),
    Field("legal_form", msg("Legal form"), FieldKind.CHOICE, choices=_values(LegalForm)),
    Field("town", msg("Town"), FieldKind.LOOKUP),
    Field("address", msg("Address"), max_length=200),
    Field("phone", msg("Enquiry telephone"), FieldKind.PHONE),
    Field("permit_number", msg("Permit number"), FieldKind.PERMIT_NUMBER, max_length=40),
    Field("issued_on", msg("Permit issued on"), FieldKind.DATE),
    Field("expires_on", msg("Permit valid until"), FieldKind.DATE, edge=DateEdge.LAST),
    Field("capital_fen", msg("Registered capital"), FieldKind.AMOUNT),
    Field("approval_authority", msg("Approval authority"), FieldKind.LOOKUP),
    Field("registration_authority", msg("Registration authority"), FieldKind.LOOKUP),
    Field("sector_authority", msg("Sector authority"), FieldKind.LOOKUP),
    Field("status", msg("Status"), FieldKind.CHOICE, choices=_values(Status)),
    Field("status_on", msg("Status since"), FieldKind.DATE),
    Field("source_on", msg("Date of the data"), FieldKind.DATE),
)
FIELDS: Final[dict[str, Field]] = {field.key: field for field in _FIELDS}

FAULTS: Final[dict[str, Message]] = {
    "not_identifiable": msg(
        "The row has neither credit code, permit number nor address, so it could never be found again. Fill in one."
    ),
    "expires_before_issue": msg("The permit ends on %(value)s, before it was issued. Correct one of the two dates."),
    "in_future": msg("%(value)s lies in the future. Correct the date."),
    "capital_without_form": msg(
        "Registered capital belongs to a certificate, and the row says neither legal form nor credit code. Fill in one."
    ),
    "uscc_taken": msg(
        "This credit code cannot be used here. Compare it with the certificate; if it is right, ask the system "
        "administrator."
    ),
}
REASONS: Final[dict[str, Message]] = {
    Doubt.SITE: msg("Same credit code, another permit and address: probably a further site"),
    Doubt.TWINS: msg("The code of one institution with the name or permit of another"),
    Doubt.PERMIT_OTHER_USCC: msg("The permit is known under another credit code, as after a conversion"),
    Doubt.PERMIT_ELSEWHERE: msg("The permit is known under another name and address"),
    Doubt.PERMIT_SHARED: msg("Several institutions have this permit number"),
    Doubt.CODES_DIFFER: msg("Name and address agree, the codes do not"),
    Doubt.SAME_NAME: msg("Same name at another address"),
    Doubt.SAME_PLACE: msg("Same address and a similar name"),
    Doubt.SECOND_ROW: msg("Another row of the sheet is the same institution"),
    "not_identifiable": msg("rows without code, permit number and address"),
    "expires_before_issue": msg("permits that end before they begin"),
    "in_future": msg("dates in the future"),
    "capital_without_form": msg("capital without legal form or credit code"),
    "uscc_taken": msg("credit codes that cannot be used here"),
}
NOTES: Final[dict[str, Message]] = {
    "status_differs": msg("Status differs from the register and was left: closing is a case, not an import"),
    "without_town": msg("New without town (shown as a gap)"),
    "without_uscc": msg("New without credit code (shown as a gap)"),
    "without_address": msg("New without address"),
}
