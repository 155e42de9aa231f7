"""Closed sets of persuasion (面谈劝导) and of the guidance ladder (提醒、约谈、责令整改、通报、移送)."""

from enum import StrEnum


class PersuasionWay(StrEnum):
    VISIT = "visit"  # 上门
    OFFICE = "office"  # 到局(镇街)面谈
    PHONE = "phone"
    MEETING = "meeting"  # 集中会议


class Stance(StrEnum):
    """How the institution stands after it."""

    UNDECIDED = "undecided"  # 观望
    HOPES = "hopes"  # 抱侥幸心理
    AGREED = "agreed"  # 同意
    REFUSES = "refuses"
    UNREACHABLE = "unreachable"  # 联系不上


class Rung(StrEnum):
    """From mild to grave; a talk is a `RegulatoryTalk`."""

    REMINDER = "reminder"  # 提醒
    TALK = "talk"  # 约谈
    RECTIFY = "rectify"  # 责令整改
    CIRCULATE = "circulate"  # 通报
    REFER = "refer"  # 移送


class Outcome(StrEnum):
    """What came of a step."""

    RECTIFIED = "rectified"  # 已整改
    NOT_RECTIFIED = "not_rectified"
    RECEIPT = "receipt"  # 移送回执
    DECIDED = "decided"  # 受移送机关处理结果
