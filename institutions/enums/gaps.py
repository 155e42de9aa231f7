"""Closed sets of "first receive, then manage" (先接收、后管理)."""

from enum import StrEnum


class StandardKey(StrEnum):
    """What an institution must have to be admitted (准入标准)."""

    AREA = "area"  # 培训场所面积
    PREMISES = "premises"  # 场所用途与租期
    FIRE = "fire"  # 消防安全
    TEACHERS = "teachers"  # 从业人员
    CAPITAL = "capital"  # 开办资金
    MATERIALS = "materials"  # 培训材料


class StandardUnit(StrEnum):
    """What a standard's figure counts, where it has one."""

    NONE = ""
    AREA_PER_STUDENT = "area_per_student"  # hundredths of a square metre for each student of one time slot
    FEN = "fen"
    PERCENT = "percent"
    YEARS = "years"


class GapListState(StrEnum):
    """The gap list of an institution that was received (达标差距清单)."""

    OPEN = "open"
    CLOSED = "closed"  # every gap is closed
    ENDED = "ended"  # the institution ended or was not received after all


class GapState(StrEnum):
    OPEN = "open"
    HANDED_IN = "handed_in"
    CLOSED = "closed"


class GapVerb(StrEnum):
    OPEN = "open"  # how it came to be; in no table
    HAND_IN = "hand_in"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"
