"""A suspected site as a table (decision 8), and how an address is read so that two reports of it come together.

Teaching without a permit is ended by the education authority together with others (民办教育促进法第六十四条); until
somebody was there it is a suspicion, and the page says so.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.suspected import OPEN_SITES, SiteState, SiteVerb

LOOKERS: Final = frozenset({Role.TOWN_OFFICER, Role.INSPECTOR, Role.SECTION_CHIEF})
_REOPENERS: Final = frozenset({Role.INSPECTOR, Role.SECTION_CHIEF})
_ENDED: Final = frozenset(SiteState) - OPEN_SITES


def _ends(verb: SiteVerb, target: SiteState) -> Move:
    return Move(verb, OPEN_SITES, target, LOOKERS)


SUSPECTED: Final = Workflow(
    "suspected_site",
    (
        Move(SiteVerb.CHECK, frozenset({SiteState.REPORTED}), SiteState.CHECKED, LOOKERS),
        _ends(SiteVerb.CONFIRM, SiteState.UNLICENSED),
        _ends(SiteVerb.FIND_LICENSED, SiteState.LICENSED),
        _ends(SiteVerb.FIND_NOTHING, SiteState.NOTHING_FOUND),
        Move(SiteVerb.REOPEN, _ENDED, SiteState.REPORTED, _REOPENERS),
    ),
)

_PROVINCE: Final = re.compile(r"^(浙江省)?(宁波市)?(慈溪市)?")
_DROPPED: Final = re.compile(r"[\s,.;:，。；：、()（）\-—–~#·\"'“”]+")


def address_key(address: str) -> str:
    """The address as two people who write it differently share it: width, case, blanks, signs and the names of
    province and city at its head do not count. 慈溪市浒山街道 青少年宫路１号 -> 浒山街道青少年宫路1号."""
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", address).lower())
    return _PROVINCE.sub("", folded, count=1) or folded


def number_of(county_code: str, year: int, serial: int) -> str:
    """WZ330282-2026-00017: the county's seventeenth of the year (无证)."""
    return f"WZ{county_code}-{year}-{serial:05d}"
