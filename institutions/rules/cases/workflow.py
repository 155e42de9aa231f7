"""A case and its steps as tables (decision 8).

draft -> submitted -> (returned -> submitted) -> in review -> to decide -> following -> completed. The window accepts
within five workdays; if it says nothing the application counts as accepted (行政许可法 32). Steps of the authorities
run inside "in review" and "following"; the last answer moves the case on.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.cases import CaseState as State
from institutions.enums.cases import CaseVerb as Verb
from institutions.enums.cases import StepState, StepVerb

WINDOW: Final = frozenset({Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR, Role.SECTION_CHIEF})
APPLICANTS: Final = WINDOW | {Role.INSTITUTION_OWNER}
DECIDERS: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
AUTHORITIES: Final = frozenset(
    {
        Role.TOWN_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.SERVICE_CENTRE_CLERK,
        Role.REGISTRAR,
        Role.SECTION_CHIEF,
        Role.API_CLIENT,
    }
)
NOBODY: Final[frozenset[Role]] = frozenset()  # the portal itself
_WITH_DOCUMENTS: Final = frozenset({State.SUBMITTED, State.RETURNED, State.IN_REVIEW, State.TO_DECIDE})


def _move(verb: Verb, sources: set[State] | frozenset[State], target: State, roles: frozenset[Role], why: bool) -> Move:
    return Move(verb, frozenset(sources), target, roles, needs_reason=why)


CASE: Final = Workflow(
    "registration_case",
    (
        _move(Verb.SUBMIT, {State.DRAFT}, State.SUBMITTED, APPLICANTS, False),
        _move(Verb.ACCEPT, {State.SUBMITTED}, State.IN_REVIEW, WINDOW, False),
        _move(Verb.RETURN, {State.SUBMITTED}, State.RETURNED, WINDOW, False),
        _move(Verb.NOT_ACCEPT, {State.SUBMITTED}, State.NOT_ACCEPTED, WINDOW, True),
        _move(Verb.DEEM_ACCEPTED, {State.SUBMITTED}, State.IN_REVIEW, NOBODY, True),
        _move(Verb.RESUBMIT, {State.RETURNED}, State.SUBMITTED, APPLICANTS, False),
        _move(Verb.ANSWERED, {State.IN_REVIEW}, State.TO_DECIDE, NOBODY, False),
        _move(Verb.GRANT, {State.TO_DECIDE}, State.FOLLOWING, DECIDERS, True),
        _move(Verb.REFUSE, {State.TO_DECIDE}, State.REFUSED, DECIDERS, True),
        _move(
            Verb.RENEW_BY_SILENCE,
            {State.SUBMITTED, State.IN_REVIEW, State.TO_DECIDE},
            State.FOLLOWING,
            NOBODY,
            True,
        ),
        _move(Verb.COMPLETE, {State.FOLLOWING}, State.COMPLETED, NOBODY, False),
        _move(Verb.WITHDRAW, _WITH_DOCUMENTS | {State.DRAFT}, State.WITHDRAWN, APPLICANTS, True),
    ),
)


def _step(
    verb: StepVerb, sources: set[StepState], target: StepState, roles: frozenset[Role], why: bool = False
) -> Move:
    return Move(verb, frozenset(sources), target, roles, needs_reason=why)


_OPEN: Final = {StepState.WAITING, StepState.RECEIVED}
STEP: Final = Workflow(
    "case_step",
    (
        _step(StepVerb.HAND_OVER, {StepState.PENDING}, StepState.WAITING, NOBODY),
        _step(StepVerb.RECEIVE, {StepState.WAITING}, StepState.RECEIVED, AUTHORITIES),
        _step(StepVerb.AGREE, _OPEN, StepState.AGREED, AUTHORITIES),
        _step(StepVerb.OBJECT, _OPEN, StepState.OBJECTED, AUTHORITIES, True),
        _step(StepVerb.REPORT_DONE, _OPEN, StepState.DONE, AUTHORITIES),
        _step(StepVerb.DROP, _OPEN | {StepState.PENDING}, StepState.DROPPED, NOBODY),
    ),
)
ANSWERED: Final = frozenset({StepState.AGREED, StepState.OBJECTED, StepState.DONE, StepState.DROPPED})
