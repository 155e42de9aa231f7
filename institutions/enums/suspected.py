"""Closed sets of suspected sites (疑似无证): places that may teach without a permit."""

from enum import StrEnum


class SiteState(StrEnum):
    """What is known of it; the table is `rules.suspected`."""

    REPORTED = "reported"
    CHECKED = "checked"  # somebody was there, the finding is open
    UNLICENSED = "unlicensed"
    LICENSED = "licensed"
    NOTHING_FOUND = "nothing_found"


OPEN_SITES = frozenset({SiteState.REPORTED, SiteState.CHECKED})


class SiteVerb(StrEnum):
    REPORT = "report"  # how it came to be; in no table, written once by `report`
    CHECK = "check"
    CONFIRM = "confirm"
    FIND_LICENSED = "find_licensed"
    FIND_NOTHING = "find_nothing"
    REOPEN = "reopen"


class SiteOrigin(StrEnum):
    """Who told us."""

    PUBLIC = "public"
    OFFICER = "officer"
    BUSINESS_FEED = "business_feed"  # a business registered with training in its scope that no institution matches
