"""Closed sets of complaints."""

from enum import StrEnum


class Channel(StrEnum):
    """Where a complaint came in (渠道)."""

    HOTLINE_12345 = "hotline_12345"
    PORTAL = "portal"
    VISIT = "visit"
    TRANSFER = "transfer"  # from another department
    MEDIA = "media"


class Matter(StrEnum):
    """What it is about (事由)."""

    REFUND = "refund"
    FEES = "fees"
    TEACHING = "teaching"
    ADVERTISING = "advertising"
    SAFETY = "safety"
    TIME = "time"
    OTHER = "other"


class Stage(StrEnum):
    """Where a complaint stands, in the words for whoever complained."""

    EXAMINED = "examined"
    VALID = "valid"
    NOT_VALID = "not_valid"
    LATE = "late"
    CLOSED = "closed"


class Outcome(StrEnum):
    SETTLED = "settled"
    REFUNDED = "refunded"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
