"""Notices and schools in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.notices import NoticeSection, NoticeState, NoticeVerb, SchoolKind

SECTION: Final[dict[StrEnum, Message]] = {
    NoticeSection.ANNOUNCEMENT: msg("Announcement"),
    NoticeSection.LETTER: msg("Letter to parents"),
    NoticeSection.REMINDER: msg("Friendly reminder"),
    NoticeSection.AFTER_SCHOOL: msg("After-school care"),
    NoticeSection.CO_EDUCATION: msg("Home-school co-education"),
}
NOTICE_STATE: Final[dict[StrEnum, Message]] = {
    NoticeState.DRAFT: msg("Draft"),
    NoticeState.PUBLISHED: msg("Published"),
    NoticeState.WITHDRAWN: msg("Withdrawn"),
}
NOTICE_VERB: Final[dict[StrEnum, Message]] = {
    NoticeVerb.WRITE: msg("Wrote the notice"),
    NoticeVerb.PUBLISH: msg("Publish the notice"),
    NoticeVerb.WITHDRAW: msg("Withdraw the notice"),
}
SCHOOL_KIND: Final[dict[StrEnum, Message]] = {
    SchoolKind.KINDERGARTEN: msg("Kindergarten"),
    SchoolKind.PRIMARY: msg("Primary school"),
    SchoolKind.JUNIOR: msg("Junior high school"),
    SchoolKind.NINE_YEAR: msg("Nine-year school"),
    SchoolKind.SENIOR: msg("Senior high school"),
    SchoolKind.VOCATIONAL: msg("Vocational school"),
    SchoolKind.SPECIAL: msg("Special school"),
}
