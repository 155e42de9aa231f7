"""Every personal field of the portal in one place: why it is kept, on what ground, how long, who may see it in full.

What is not listed here cannot be entered. A test walks all tables and fails where a column outside this app looks
personal by its name and is not among `EXCEPTIONS`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cixi_oversight.permissions import OFFICERS, Role, Viewer, ViewerKind
from cixi_oversight.personal.enums import Basis, DataClass, Field, Kind, MaskLevel, Purpose
from cixi_oversight.personal.rules.ages import is_under_14
from cixi_oversight.policy.enums import Key

_REGISTER: Final = frozenset({Role.SECTION_CHIEF, Role.REGISTRAR, Role.LEGAL_REVIEWER})
_REACH: Final = _REGISTER | {
    Role.FUNDS_OFFICER,
    Role.INSPECTOR,
    Role.TOWN_OFFICER,
    Role.SERVICE_CENTRE_CLERK,
}
_COMPLAINT: Final = frozenset({Role.SECTION_CHIEF, Role.INSPECTOR, Role.LEGAL_REVIEWER})
_STAFF: Final = frozenset({Role.SECTION_CHIEF, Role.REGISTRAR, Role.INSPECTOR, Role.LEGAL_REVIEWER})
_FAMILY: Final = frozenset({Role.SECTION_CHIEF, Role.FUNDS_OFFICER, Role.INSPECTOR})
_PAY: Final = frozenset({Role.SECTION_CHIEF, Role.FUNDS_OFFICER})
# of a row that is sensitive as a whole (a child under 14) only these are told, whatever a field says
_SENSITIVE: Final = frozenset({Role.SECTION_CHIEF, Role.FUNDS_OFFICER, Role.INSPECTOR, Role.LEGAL_REVIEWER})


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one kind of person. `kept` is the parameter that says for how many days after it was last needed."""

    kind: Kind
    field: Field
    purpose: Purpose
    basis: Basis
    kept: Key
    roles: frozenset[Role]  # may see it in full, with a reason
    data_class: DataClass = DataClass.PERSONAL


def _entries(
    kind: Kind,
    purpose: Purpose,
    kept: Key,
    *fields: tuple[Field, frozenset[Role], DataClass],
    basis: Basis = Basis.STATUTORY_DUTY,
) -> list[Entry]:
    return [Entry(kind, field, purpose, basis, kept, roles, data_class) for field, roles, data_class in fields]


_P, _S = DataClass.PERSONAL, DataClass.SENSITIVE
REGISTRY: Final[tuple[Entry, ...]] = (
    *_entries(
        Kind.CONTACT,
        Purpose.REACH_INSTITUTION,
        Key.CONTACT_KEPT,
        (Field.NAME, _REACH, _P),
        (Field.PHONE, _REACH, _P),
        (Field.DOCUMENT_NUMBER, _REGISTER, _S),
    ),
    *_entries(
        Kind.COMPLAINANT,
        Purpose.HANDLE_COMPLAINT,
        Key.COMPLAINANT_KEPT,
        (Field.NAME, _COMPLAINT, _P),
        (Field.PHONE, _COMPLAINT, _P),
    ),
    *_entries(
        Kind.PARENT,
        Purpose.REACH_FAMILY,
        Key.FAMILY_KEPT,
        (Field.NAME, _FAMILY, _P),
        (Field.PHONE, _FAMILY, _P),
        (Field.ADDRESS, _FAMILY, _P),
    ),
    *_entries(
        Kind.STUDENT,
        Purpose.REACH_FAMILY,
        Key.FAMILY_KEPT,
        (Field.NAME, _FAMILY, _S),
        (Field.DOCUMENT_NUMBER, _PAY, _S),
        basis=Basis.GUARDIAN_CONSENT,
    ),
    *_entries(
        Kind.PAYEE,
        Purpose.PAY_OUT,
        Key.FAMILY_KEPT,
        (Field.NAME, _PAY, _P),
        (Field.PHONE, _PAY, _P),
        (Field.PAYEE_ACCOUNT, _PAY, _S),
    ),
    *_entries(
        Kind.STAFF,
        Purpose.CHECK_STAFF,
        Key.CONTACT_KEPT,
        (Field.NAME, _STAFF, _P),
        (Field.PHONE, _STAFF, _P),
        (Field.DOCUMENT_NUMBER, _STAFF, _S),
        (Field.CERTIFICATE_NUMBER, _STAFF, _P),
    ),
    *_entries(
        Kind.ACCOUNT,
        Purpose.REACH_ACCOUNT,
        Key.CONTACT_KEPT,
        (Field.PHONE, frozenset(), _P),  # nobody is shown it: only the gateway gets it, at sending
        basis=Basis.OWN_WISH,
    ),
)
_BY_FIELD: Final[Mapping[tuple[Kind, Field], Entry]] = {(entry.kind, entry.field): entry for entry in REGISTRY}

# Columns outside the vault that look personal by name, and why each may stand there.
EXCEPTIONS: Final[Mapping[str, str]] = {
    "institutions.Site.business_phone": "published by the institution itself, on its posting board and its shop sign",
    "institutions.Site.phone_digits": "the digits of the published number, for search",
    "institutions.SiteEvent.business_phone": "an earlier published number",
    "institutions.StaffMember.posted_name": "of those who teach, public by duty: on the posting board and the page",
    "users.User.email": "an account's office address, entered by the account's administrator",
}
# Words that stand for a person's data in the name of a column.
LOOKS_PERSONAL: Final = re.compile(
    r"(^|_)(phone|phones|mobile|tel|telephone|cell|wechat|weixin|qq|email|id_no|id_number|id_card|identity|document_number"
    r"|document_no|passport|bank_card|card|card_no|card_number|payee|payee_account|account_no|account_number|guardian"
    r"|parent_name|parent_phone|student_name|contact_name|contact_person|contact_phone|complainant_name"
    r"|complainant_phone|real_name|birth|birthday|born_on|born|home_address|sponsor_name|principal_name"
    r"|legal_representative|posted_name)(_|$)"
)


def entry_of(kind: Kind, field: Field) -> Entry | None:
    """None: nobody has said why this should be kept."""
    return _BY_FIELD.get((kind, field))


def data_class_of(kind: Kind, fields: Iterable[Field], *, born_on: dt.date | None, on: dt.date) -> DataClass:
    """The class of a whole row: sensitive if one of its fields is, or if it is about a child under 14."""
    if born_on is not None and is_under_14(born_on, on):
        return DataClass.SENSITIVE
    entries = [entry_of(kind, field) for field in fields]
    sensitive = any(entry is not None and entry.data_class is DataClass.SENSITIVE for entry in entries)
    return DataClass.SENSITIVE if sensitive else DataClass.PERSONAL


def may_reveal(entry: Entry, viewer: Viewer, *, is_child: bool) -> bool:
    """Only staff, and only the roles of the entry."""
    if viewer.kind is not ViewerKind.STAFF:
        return False
    roles = entry.roles & _SENSITIVE if is_child else entry.roles
    return bool(roles & viewer.roles)


def _own_level(entry: Entry, viewer: Viewer) -> MaskLevel:
    if Role.INSTITUTION_OWNER in viewer.roles:
        return MaskLevel.PARTLY
    if Role.INSTITUTION_FINANCE in viewer.roles:
        return MaskLevel.PRESENCE if entry.data_class is DataClass.SENSITIVE else MaskLevel.PARTLY
    return MaskLevel.NOTHING


def mask_level(entry: Entry, viewer: Viewer) -> MaskLevel:
    """Those who work with the value recognise it; other officers learn that there is one; outsiders nothing. An
    institution recognises its own contacts and staff, as far as its role goes: pages show it no others."""
    if viewer.kind is ViewerKind.MEMBER and entry.kind in (Kind.CONTACT, Kind.STAFF):
        return _own_level(entry, viewer)
    if viewer.kind is not ViewerKind.STAFF:
        return MaskLevel.NOTHING
    if entry.roles & viewer.roles:
        return MaskLevel.PARTLY
    return MaskLevel.PRESENCE if OFFICERS & viewer.roles else MaskLevel.NOTHING
