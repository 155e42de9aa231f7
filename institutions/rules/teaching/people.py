"""Who may teach and how many there have to be (从业人员).

Academic subjects need a teacher certificate for the subject and at least for the stage; others a professional proof
or a teacher certificate. Criminal records are checked at hiring and every year (未成年人保护法第六十二条). No teacher
in service of a school. Full-time teaching and research staff at least half of all staff; of a class full-time teachers
at least 2 % of its students, 6 % of children of 3 to 6. The two shares hold “in principle” (原则上): a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cixi_oversight.policy.rules.deadlines import add_months
from institutions.enums.register import Stage
from institutions.enums.teaching import (
    ACADEMIC_SUBJECTS,
    TEACHER_CERTIFICATES,
    CertificateKind,
    CourseSubject,
    Employment,
    Post,
)

TEACHES: Final = frozenset({Post.TEACHER, Post.RESEARCHER})
# a certificate serves its own level and those below it (教师资格条例)
_LEVEL: Final = {
    CertificateKind.KINDERGARTEN: 0,
    CertificateKind.PRIMARY: 1,
    CertificateKind.JUNIOR_MIDDLE: 2,
    CertificateKind.SENIOR_MIDDLE: 3,
    CertificateKind.VOCATIONAL: 3,
    CertificateKind.HIGHER: 4,
}
_NEEDED: Final = {Stage.PRESCHOOL: 0, Stage.COMPULSORY: 1, Stage.MIXED: 1, Stage.HIGH_SCHOOL: 3}


class PersonRule(StrEnum):
    NO_TEACHER_CERTIFICATE = "no_teacher_certificate"
    OTHER_SUBJECT = "other_subject"
    LOWER_STAGE = "lower_stage"
    NO_PROOF = "no_proof"
    SUBJECT_MISSING = "subject_missing"
    NUMBER_MISSING = "number_missing"
    CHECK_MISSING = "check_missing"
    CHECK_OVERDUE = "check_overdue"
    CHECK_LATER = "check_later"
    RECORD_FOUND = "record_found"
    IN_SERVICE = "in_service"
    ENDS_BEFORE = "ends_before"


@dataclass(frozen=True, slots=True)
class StaffFacts:
    post: Post
    employment: Employment
    certificate: CertificateKind
    subject: CourseSubject | None  # that is taught
    certified_for: CourseSubject | None  # that the certificate names
    hired_on: dt.date
    checked_on: dt.date | None
    left_on: dt.date | None = None
    has_number: bool = False
    record_found: bool = False
    in_service: bool = False


def certificate_breaches(one: StaffFacts, stage: Stage | None) -> list[PersonRule]:
    """What the proof of somebody who teaches or does research lacks; of others nothing is asked."""
    if one.post not in TEACHES:
        return []
    if one.subject is None:
        return [PersonRule.SUBJECT_MISSING]
    found = []
    if one.subject in ACADEMIC_SUBJECTS:
        if one.certificate not in TEACHER_CERTIFICATES:
            return [PersonRule.NO_TEACHER_CERTIFICATE]
        if one.certified_for is not one.subject:
            found.append(PersonRule.OTHER_SUBJECT)
        if stage is not None and _LEVEL[one.certificate] < _NEEDED[stage]:
            found.append(PersonRule.LOWER_STAGE)
    elif one.certificate is CertificateKind.NONE:
        return [PersonRule.NO_PROOF]
    if not one.has_number:
        found.append(PersonRule.NUMBER_MISSING)
    return found


def check_valid_until(checked_on: dt.date, months: int) -> dt.date:
    """The last day on which the check of that day still stands."""
    return add_months(checked_on, months)


def check_overdue(checked_on: dt.date | None, on: dt.date, months: int) -> bool:
    return checked_on is None or check_valid_until(checked_on, months) < on


def checked_before(on: dt.date, months: int) -> dt.date:
    """The first day of a check that still stands on `on`: checks before it are overdue."""
    day = add_months(on, -months)
    return day if add_months(day, months) >= on else day + dt.timedelta(days=1)


def person_breaches(one: StaffFacts, *, stage: Stage | None, on: dt.date, months: int) -> list[PersonRule]:
    """Everything that keeps this person off the list of staff."""
    found = []
    if one.left_on is not None and one.left_on < one.hired_on:
        found.append(PersonRule.ENDS_BEFORE)
    if one.left_on is not None and one.left_on <= on:
        return found  # no longer in service: nothing else is asked
    found += certificate_breaches(one, stage)
    if one.in_service:
        found.append(PersonRule.IN_SERVICE)
    if one.record_found:
        found.append(PersonRule.RECORD_FOUND)
    if one.checked_on is None:
        found.append(PersonRule.CHECK_MISSING)
    elif one.checked_on > on:
        found.append(PersonRule.CHECK_LATER)
    elif check_overdue(one.checked_on, on, months):
        found.append(PersonRule.CHECK_OVERDUE)
    return found


def teaching_share(staff: Iterable[StaffFacts]) -> tuple[int, int]:
    """Full-time teaching and research staff, and all staff."""
    every = list(staff)
    full = [one for one in every if one.post in TEACHES and one.employment is Employment.FULL_TIME]
    return len(full), len(every)


def share_is_short(part: int, whole: int, percent: int) -> bool:
    """Nobody at all is short of nothing."""
    return part * 100 < percent * whole


def ratio_is_short(full_time: int, students: int, percent: int) -> bool:
    """Of one class on site: exactly the share is enough."""
    return full_time * 100 < percent * students
