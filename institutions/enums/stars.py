"""Closed sets of the star rating for honest teaching (诚信办学星级评估)."""

from enum import StrEnum


class StarField(StrEnum):
    """The five fields (五个方面)."""

    ENROLMENT = "enrolment"  # 招生宣传
    FEES = "fees"  # 收费退费
    TEACHING = "teaching"  # 教师教学
    MANAGEMENT = "management"  # 基本管理
    SERVICE = "service"  # 社会服务


class StarState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # 协会评审中
    RETURNED = "returned"
    REVIEWED = "reviewed"  # 待审定
    AWARDED = "awarded"  # 待公布
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class StarVerb(StrEnum):
    APPLY = "apply"  # in no table
    SUBMIT = "submit"
    RETURN = "return"
    CONCLUDE = "conclude"  # the second reviewer's points are in
    SEND_BACK = "send_back"
    AWARD = "award"
    REFUSE = "refuse"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class RatingCause(StrEnum):
    AWARDED = "awarded"
    ARCHIVE = "archive"  # taken over from the archive of 2019-20
    LOWERED = "lowered"
    STRIPPED = "stripped"
