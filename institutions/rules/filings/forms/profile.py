"""Profile and sites: what an institution says of itself and of each place where it teaches (面积、消防、租赁).

A site that is new, moved or grown is a change that the approving authority decides on (民办教育促进法实施条例), so a
person looks; corrections of telephone or fire proof are accepted at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.enums.premises import FireProof, Tenure
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Section,
    Table,
    row_path,
    rows_of,
)

SITES: Final = "sites"
FIRE: Final = (
    (FireProof.ACCEPTANCE, msg("Fire design acceptance")),
    (FireProof.RECORDED, msg("Fire acceptance recorded")),
    (FireProof.INSPECTED, msg("Fire safety inspection of a public place")),
    (FireProof.ASSESSED, msg("Report of a fire safety assessment")),
    (FireProof.NONE, msg("None yet")),
)
TENURE: Final = (
    (Tenure.OWNED, msg("Owned")),
    (Tenure.LEASED, msg("Leased")),
    (Tenure.LENT, msg("Lent free of charge")),
)
_HIGH_FLOOR: Final = 3


def check(payload: Payload, known: Known) -> list[Finding]:
    rows = rows_of(payload, SITES)
    found = [one for number, row in enumerate(rows, 1) for one in _of_site(row, number, known)]
    mains = [number for number, row in enumerate(rows, 1) if row.get("is_main")]
    if rows and len(mains) != 1:
        found.append(Finding(msg("Exactly one site is the main one."), SITES))
    return found


def _of_site(row: dict[str, Any], number: int, known: Known) -> list[Finding]:
    found = []
    if row.get("tenure") == Tenure.LEASED:
        found += [
            Finding(msg("Please fill in when the lease runs."), row_path(SITES, number, key))
            for key in ("lease_from", "lease_to")
            if not row.get(key)
        ]
    if row.get("lease_from") and row.get("lease_to") and row["lease_to"] < row["lease_from"]:
        found.append(Finding(msg("The lease ends before it begins."), row_path(SITES, number, "lease_to")))
    elif row.get("lease_to") and dt.date.fromisoformat(row["lease_to"]) < known.on:
        found.append(Finding(msg("The lease has run out. Enter the present one."), row_path(SITES, number, "lease_to")))
    if row.get("fire_proof") not in (None, FireProof.NONE) and not row.get("fire_number"):
        found.append(Finding(msg("Please fill in the number of the document."), row_path(SITES, number, "fire_number")))
    towns = known.facts.get("towns")
    if towns and row.get("town") and row["town"] not in towns:
        found.append(Finding(msg("There is no such town in this county."), row_path(SITES, number, "town")))
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """Against what the register knows: new, moved, grown and missing sites; no fire proof; high floors."""
    registered: dict[str, dict[str, Any]] = dict(known.facts.get("sites", {}))
    found = []
    for row in rows_of(payload, SITES):
        name = row.get("name", "")
        before = registered.pop(name, None)
        if before is None:
            found.append(msg("“%(site)s” is a new site.", site=name))
            continue
        if before.get("address") and row.get("address") != before["address"]:
            found.append(msg("“%(site)s” has another address than on record.", site=name))
        if before.get("area") and abs(int(row.get("area") or 0) - before["area"]) * 10 > before["area"]:
            found.append(msg("The area of “%(site)s” differs from the record by more than a tenth.", site=name))
    found += [msg("“%(site)s” is on record and left out.", site=name) for name in registered]
    for row in rows_of(payload, SITES):
        if row.get("fire_proof") == FireProof.NONE:
            found.append(msg("“%(site)s” has no fire proof.", site=row.get("name", "")))
        if int(row.get("floor") or 0) > _HIGH_FLOOR and known.stage in ("preschool", "compulsory", "mixed"):
            found.append(msg("“%(site)s” is above the third floor.", site=row.get("name", "")))
    return found


FORM: Final = FilingForm(
    kind=FilingKind.PROFILE,
    label=msg("Profile and sites"),
    about=msg("The public name, and each place of teaching with its area, fire safety and lease."),
    law="民办教育促进法实施条例第四十三条、第六十三条；校外培训机构设置标准",
    sections=(
        Section(
            "profile",
            msg("Public name"),
            (
                Field(
                    "trade_name",
                    msg("Trade name on the shop sign"),
                    required=False,
                    max_length=120,
                    help=msg("Only where it differs from the registered name."),
                ),
                Field("brand", msg("Brand"), required=False, max_length=80),
            ),
        ),
        Section(
            SITES,
            msg("Sites"),
            (
                Table(
                    SITES,
                    msg("Sites"),
                    (
                        Field(
                            "name",
                            msg("Name of the site"),
                            max_length=80,
                            help=msg("A short name that you use yourself."),
                        ),
                        Field("town", msg("Town"), max_length=40),
                        Field("address", msg("Address"), max_length=200),
                        Field("is_main", msg("Main site"), FieldType.YES_NO),
                        Field("area", msg("Usable area (m²)"), FieldType.AREA, low=1000, high=10_000_000),
                        Field("floor", msg("Floor"), FieldType.WHOLE_NUMBER, low=1, high=60),
                        Field("phone", msg("Published telephone"), required=False, max_length=20),
                        Field("fire_proof", msg("Fire safety document"), FieldType.CHOICE, choices=FIRE),
                        Field("fire_number", msg("Number of the fire safety document"), required=False, max_length=60),
                        Field("fire_copy", msg("Copy of the fire safety document"), FieldType.FILE, required=False),
                        Field("tenure", msg("Use of the place"), FieldType.CHOICE, choices=TENURE),
                        Field("lease_from", msg("Lease from"), FieldType.DAY, required=False),
                        Field("lease_to", msg("Lease to"), FieldType.DAY, required=False),
                        Field("lease_copy", msg("Copy of the lease"), FieldType.FILE, required=False),
                    ),
                    row_key=("name",),
                    max_rows=60,
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
)
