"""The five kinds of record as pages know them: words, form, service, right, and the lines that are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Permission
from cixi_oversight.web.tags import count, day, moment, yuan
from cixi_oversight.web.words import worded
from institutions.enums import InsuranceKind, RegistrationKind
from institutions.forms.records import (
    EnrolmentForm,
    InsuranceForm,
    PermitForm,
    RecordForm,
    RegistrationForm,
    StatementForm,
)
from institutions.models import EnrolmentReturn, FinancialStatement, InsurancePolicy, Permit, Registration
from institutions.rules import labels
from institutions.rules.access import RECORD_FILINGS, RECORD_LICENCES
from institutions.services import records
from institutions.views.words import month, quarter

Line = tuple[str, Any]


@dataclass(frozen=True)
class Kind:
    """`lines` are (label, value) of a record as it was; `title` names it in one line."""

    key: str
    label: Message
    record: Message  # the button that enters one
    correct: Message
    model: Any
    form: type[RecordForm]
    write: Callable[..., Any]
    permission: Permission
    tab: str
    title: Callable[[Any], str]
    lines: Callable[[Any], list[Line]]


def _permit(row: Permit) -> list[Line]:
    return [
        (gettext("Permit number"), row.number),
        (gettext("Name on the permit"), row.name_on_permit),
        (gettext("Scope"), row.scope),
        (gettext("Issued by"), row.authority),
        (gettext("Issued on"), day(row.issued_on)),
        (gettext("Valid until"), permit_end(row)),
    ]


def permit_end(row: Permit) -> str:
    return gettext("Without end") if row.is_open_ended else day(row.expires_on)


def _registration(row: Registration) -> list[Line]:
    return [
        (gettext("Certificate"), worded(labels.REGISTRATION_KIND[RegistrationKind(row.kind)])),
        (gettext("Certificate number"), row.number),
        (gettext("Name on the certificate"), row.name_on_certificate),
        (gettext("Scope of business"), row.scope),
        (gettext("Registered on"), day(row.registered_on)),
        (gettext("Registered capital"), yuan(row.registered_capital_fen)),
    ]


def _statement(row: FinancialStatement) -> list[Line]:
    return [
        (gettext("Quarter"), quarter(row.quarter)),
        (gettext("Current assets"), yuan(row.current_assets_fen)),
        (gettext("Current liabilities"), yuan(row.current_liabilities_fen)),
        (gettext("Of these unearned fees"), yuan(row.contract_liabilities_fen)),
        (gettext("Net assets"), yuan(row.net_assets_fen)),
        (gettext("Revenue of the quarter"), yuan(row.revenue_fen)),
        (gettext("Net profit of the quarter"), yuan(row.net_profit_fen)),
        (gettext("Submitted"), moment(row.submitted_at)),
        (gettext("Accepted"), moment(row.accepted_at)),
    ]


def _enrolment(row: EnrolmentReturn) -> list[Line]:
    return [
        (gettext("Month"), month(row.month)),
        (gettext("Students enrolled"), count(row.students)),
        (gettext("Prepaid and not consumed"), yuan(row.prepaid_balance_fen)),
    ]


def _insurance(row: InsurancePolicy) -> list[Line]:
    return [
        (gettext("Kind of insurance"), insurance_kind(row)),
        (gettext("Insurer"), row.insurer),
        (gettext("Policy number"), row.number),
        (gettext("Valid from"), day(row.from_on)),
        (gettext("Valid until"), day(row.to_on)),
        (gettext("Persons insured"), count(row.insured_persons)),
        (gettext("Limit"), yuan(row.limit_fen)),
    ]


def insurance_kind(row: InsurancePolicy) -> str:
    return worded(labels.INSURANCE_KIND[InsuranceKind(row.kind)])


PERMIT: Final = Kind(
    "permit",
    msg("Permit"),
    msg("Record a permit"),
    msg("Renew or correct"),
    Permit,
    PermitForm,
    records.record_permit,
    RECORD_LICENCES,
    "licences",
    lambda row: row.number,
    _permit,
)
REGISTRATION: Final = Kind(
    "registration",
    msg("Registration"),
    msg("Record a registration"),
    msg("Change or correct"),
    Registration,
    RegistrationForm,
    records.record_registration,
    RECORD_LICENCES,
    "licences",
    lambda row: worded(labels.REGISTRATION_KIND[RegistrationKind(row.kind)]),
    _registration,
)
STATEMENT: Final = Kind(
    "statement",
    msg("Financial statement"),
    msg("Record a statement"),
    msg("Correct this statement"),
    FinancialStatement,
    StatementForm,
    records.record_statement,
    RECORD_FILINGS,
    "filings",
    lambda row: quarter(row.quarter),
    _statement,
)
ENROLMENT: Final = Kind(
    "enrolment",
    msg("Enrolment return"),
    msg("Record an enrolment return"),
    msg("Correct this return"),
    EnrolmentReturn,
    EnrolmentForm,
    records.record_enrolment,
    RECORD_FILINGS,
    "filings",
    lambda row: month(row.month),
    _enrolment,
)
INSURANCE: Final = Kind(
    "insurance",
    msg("Insurance policy"),
    msg("Record a policy"),
    msg("Endorse or correct"),
    InsurancePolicy,
    InsuranceForm,
    records.record_insurance,
    RECORD_FILINGS,
    "filings",
    insurance_kind,
    _insurance,
)
KINDS: Final = {kind.key: kind for kind in (PERMIT, REGISTRATION, STATEMENT, ENROLMENT, INSURANCE)}


def title_of(record: Any) -> str:
    """A permit or registration in one line."""
    kind = PERMIT if isinstance(record, Permit) else REGISTRATION
    return f"{worded(kind.label)} {record.number}" if kind is PERMIT else kind.title(record)
