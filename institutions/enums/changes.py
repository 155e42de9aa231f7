"""Closed sets of register changes (登记变动): what market supervision tells of businesses every week."""

from enum import StrEnum


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    ABNORMAL = "abnormal"  # 列入经营异常名录
    DEREGISTERED = "deregistered"


class ChangeOutcome(StrEnum):
    """What became of a row."""

    MATCHED = "matched"  # a note on an institution's file, for the registrar
    AMBIGUOUS = "ambiguous"  # several institutions could be meant: the registrar chooses
    SUSPECTED = "suspected"  # no institution, and training in its scope
    NOT_OURS = "not_ours"  # no institution, and nothing to teach


class ChangeState(StrEnum):
    """Of a row that the registrar looks at."""

    WAITING = "waiting"
    DONE = "done"
    NOTHING_TO_DO = "nothing_to_do"


class ChangeVerb(StrEnum):
    RECEIVE = "receive"  # how it came to be; in no table
    FINISH = "finish"  # taken over into the register by hand
    DISMISS = "dismiss"
