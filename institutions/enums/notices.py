"""Closed sets of notices and letters to parents, and of schools."""

from enum import StrEnum


class SchoolKind(StrEnum):
    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"
    SENIOR = "senior"
    VOCATIONAL = "vocational"
    SPECIAL = "special"


class NoticeSection(StrEnum):
    """Where it stands on the public site. The last two are sections of their own."""

    ANNOUNCEMENT = "announcement"  # 公告
    LETTER = "letter"  # 告家长书
    REMINDER = "reminder"  # 温馨提示
    AFTER_SCHOOL = "after_school"  # 课后服务
    CO_EDUCATION = "co_education"  # 家校社共育


class NoticeState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class NoticeVerb(StrEnum):
    WRITE = "write"  # how it came to be; in no table
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
