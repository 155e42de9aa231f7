"""The closed sets of suspected sites in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.suspected import SiteOrigin, SiteState, SiteVerb

SITE_STATE: Final[dict[StrEnum, Message]] = {
    SiteState.REPORTED: msg("Waits to be looked at"),
    SiteState.CHECKED: msg("Looked at, finding open"),
    SiteState.UNLICENSED: msg("Confirmed: no permit"),
    SiteState.LICENSED: msg("Licensed after all"),
    SiteState.NOTHING_FOUND: msg("No teaching found"),
}
SITE_VERB: Final[dict[StrEnum, Message]] = {
    SiteVerb.REPORT: msg("Reported a suspected site"),
    SiteVerb.CHECK: msg("Note a visit"),
    SiteVerb.CONFIRM: msg("Confirm: no permit"),
    SiteVerb.FIND_LICENSED: msg("Licensed after all"),
    SiteVerb.FIND_NOTHING: msg("No teaching found"),
    SiteVerb.REOPEN: msg("Look again"),
}
SITE_ORIGIN: Final[dict[StrEnum, Message]] = {
    SiteOrigin.PUBLIC: msg("Somebody from the public"),
    SiteOrigin.OFFICER: msg("An officer"),
    SiteOrigin.BUSINESS_FEED: msg("Business register"),
}
