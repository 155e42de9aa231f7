"""People of an institution (从业人员): the whole list, everybody in service and whoever left since the last one."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.personal.enums import Field as PersonField
from cixi_oversight.personal.enums import Kind as PersonKind
from institutions.enums.filings import FilingKind
from institutions.enums.register import Stage
from institutions.enums.teaching import CertificateKind, CourseSubject, Employment, Post
from institutions.rules.filings.forms.common import choices, day, one_of
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Section,
    Table,
    row_path,
    rows_of,
)
from institutions.rules.labels.teaching import CERTIFICATE, DEGREE, EMPLOYMENT, POST, SUBJECT
from institutions.rules.teaching.people import (
    PersonRule,
    StaffFacts,
    person_breaches,
    share_is_short,
    teaching_share,
)
from institutions.rules.teaching.wording import PEOPLE

STAFF: Final = "staff"
CLEAR, _FOUND = "clear", "found"
_CHECK: Final = ((CLEAR, msg("Nothing found")), (_FOUND, msg("A record was found")))
_PLACE: Final = {
    PersonRule.NO_TEACHER_CERTIFICATE: "certificate",
    PersonRule.OTHER_SUBJECT: "certified_for",
    PersonRule.LOWER_STAGE: "certificate",
    PersonRule.NO_PROOF: "certificate",
    PersonRule.SUBJECT_MISSING: "subject",
    PersonRule.NUMBER_MISSING: "certificate_number",
    PersonRule.RECORD_FOUND: "check_result",
    PersonRule.IN_SERVICE: "in_service",
    PersonRule.ENDS_BEFORE: "left_on",
}


def facts_of(row: dict[str, Any]) -> StaffFacts | None:
    """A row as the rules read it; None where something of it is missing that they need."""
    post, employment = one_of(Post, row.get("post")), one_of(Employment, row.get("employment"))
    certificate, hired_on = one_of(CertificateKind, row.get("certificate")), day(row.get("hired_on"))
    if post is None or employment is None or certificate is None or hired_on is None:
        return None
    return StaffFacts(
        post=post,
        employment=employment,
        certificate=certificate,
        subject=one_of(CourseSubject, row.get("subject")),
        certified_for=one_of(CourseSubject, row.get("certified_for")),
        hired_on=hired_on,
        checked_on=day(row.get("checked_on")),
        left_on=day(row.get("left_on")),
        has_number=bool(row.get("certificate_number")),
        record_found=row.get("check_result") == _FOUND,
        in_service=row.get("in_service") is True,
    )


def check(payload: Payload, known: Known) -> list[Finding]:
    """Certificates by subject and stage, the yearly check, no record, no teacher in service of a school."""
    stage = one_of(Stage, known.stage)
    months = int(known.facts.get("check_months", 12))
    found = []
    for number, row in enumerate(rows_of(payload, STAFF), 1):
        one = facts_of(row)
        if one is None:
            continue  # the shape's finding says what is missing
        found += [
            Finding(PEOPLE[rule], row_path(STAFF, number, _PLACE.get(rule, "checked_on")))
            for rule in person_breaches(one, stage=stage, on=known.on, months=months)
        ]
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """The share that holds in principle."""
    serving = [
        one
        for one in (facts_of(row) for row in rows_of(payload, STAFF))
        if one is not None and (one.left_on is None or one.left_on > known.on)
    ]
    part, whole = teaching_share(serving)
    percent = int(known.facts.get("teaching_share", 50))
    if not share_is_short(part, whole, percent):
        return []
    return [
        msg(
            "%(part)s of %(whole)s people are full-time teaching or research staff: less than %(percent)s %%.",
            part=part,
            whole=whole,
            percent=percent,
        )
    ]


FORM: Final = FilingForm(
    kind=FilingKind.STAFF,
    label=msg("Staff"),
    about=msg("Everybody who works here, by post, with certificates and the yearly check of criminal records."),
    law="《校外培训机构从业人员管理办法（试行）》；未成年人保护法第六十二条",
    law_unread=True,
    sections=(
        Section(
            "people",
            msg("People"),
            (
                Table(
                    STAFF,
                    msg("Staff"),
                    (
                        Field(
                            "code",
                            msg("Number"),
                            max_length=20,
                            help=msg("The institution's own, such as 001."),
                            also=("工号", "序号"),
                        ),
                        Field("name", msg("Name of the person"), FieldType.PERSON, person_kind=PersonKind.STAFF),
                        Field("post", msg("Post held"), FieldType.CHOICE, choices=choices(POST), also=("职务", "职位")),
                        Field(
                            "employment", msg("Full-time or part-time"), FieldType.CHOICE, choices=choices(EMPLOYMENT)
                        ),
                        Field(
                            "degree", msg("Education"), FieldType.CHOICE, choices=choices(DEGREE), also=("最高学历",)
                        ),
                        Field("subject", msg("Subject taught"), FieldType.CHOICE, False, choices=choices(SUBJECT)),
                        Field("certificate", msg("Certificate"), FieldType.CHOICE, choices=choices(CERTIFICATE)),
                        Field(
                            "certified_for",
                            msg("Subject of the certificate"),
                            FieldType.CHOICE,
                            False,
                            choices=choices(SUBJECT),
                        ),
                        Field(
                            "certificate_number",
                            msg("Number of the certificate"),
                            FieldType.PERSON,
                            False,
                            person_kind=PersonKind.STAFF,
                            person_field=PersonField.CERTIFICATE_NUMBER,
                        ),
                        Field("hired_on", msg("Hired on"), FieldType.DAY, also=("入职日期", "入职时间")),
                        Field("checked_on", msg("Criminal records checked on"), FieldType.DAY, False),
                        Field("check_result", msg("Result of the check"), FieldType.CHOICE, choices=_CHECK),
                        Field("in_service", msg("Teacher in service of a school"), FieldType.YES_NO),
                        Field("left_on", msg("Left on"), FieldType.DAY, False),
                    ),
                    row_key=("code",),
                    title_key=("code", "name", "post"),
                    max_rows=500,
                ),
            ),
            msg("The list takes the place of the former one: whoever is missing on it has left."),
        ),
    ),
    check=check,
    doubts=doubts,
)
