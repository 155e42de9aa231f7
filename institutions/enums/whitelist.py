"""Closed sets of the white list (白名单)."""

from enum import StrEnum


class Criterion(StrEnum):
    """What an institution on the list fulfils. The first four stand in the register, the others are asked."""

    OPERATING = "operating"
    PERMIT_VALID = "permit_valid"
    REGISTERED_RIGHT = "registered_right"
    FEES_POSTED = "fees_posted"
    TEACHERS_POSTED = "teachers_posted"
    ENROLMENT_OPEN = "enrolment_open"
    ACCOUNT_OPEN = "account_open"
    NO_MAJOR_CASE = "no_major_case"
    CODE_NOT_RED = "code_not_red"
    ANNUAL_NOT_FAILED = "annual_not_failed"


class Answer(StrEnum):
    """Of one criterion for one institution. Where nobody answers, it is not in the system: shown, and no bar."""

    MET = "met"
    NOT_MET = "not_met"


class Change(StrEnum):
    """What a night proposes and an officer publishes."""

    ENTRY = "entry"
    EXIT = "exit"
