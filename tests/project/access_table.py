"""Every route and who may use it. A route that is not here fails `test_access_table`.

To add a page: one line in ROUTES under the route's name (`app:name`), with the right its view declares:

    "institutions:list": page(VIEW_REGISTER),
    "institutions:file": page(VIEW_REGISTER, of=INSTITUTION),                  # own, foreign and missing are tried
    "institutions:edit": page(VIEW_REGISTER, of=INSTITUTION, post=EDIT_REGISTER),
    "policy:calendar": page(VIEW_POLICY, args={"year": 2026}),
    "imports:apply": button(APPLY_IMPORTS, of=BATCH),                          # takes POST only

`of=` names how the address of one's own object, of somebody else's and of a missing one is built. `args=` are fixed
parts of the address. Without the right: 403; nobody signed in: to the sign-in page (API: 401). With the right but out
of scope: 404, with the same body as missing. A department's system comes with every scope and its key: on pages it is
nobody, in the API it gets in where a `scope=` stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cixi_oversight.audit.rules.access import EXPORT_AUDIT, READ_FEED, VIEW_AUDIT
from cixi_oversight.desk.rules import access as desk
from cixi_oversight.desk.rules import message_access as messages
from cixi_oversight.documents.rules import access as documents
from cixi_oversight.imports.rules import access as imports
from cixi_oversight.jobs.rules.access import NEXT_DAY, RETRY_JOB, VIEW_JOBS
from cixi_oversight.pages.access import VIEW_OWN
from cixi_oversight.pages.letter.access import VIEW_LETTER
from cixi_oversight.permissions import ANY_STAFF, ANYONE, SIGNED_IN, STAFF, Permission, Role
from cixi_oversight.personal.rules import access as personal
from cixi_oversight.policy.rules.access import (
    DECIDE_VALUE,
    EDIT_CALENDAR,
    EDIT_DEADLINES,
    EDIT_SCHOOL_CALENDAR,
    ENTER_NOTICE,
    RECORD_VALUE,
    VIEW_DEADLINES,
    VIEW_POLICY,
)
from cixi_oversight.users.rules import access as users
from cixi_oversight.users.rules.access import CLOSE_ACCOUNT, VIEW_ACCOUNTS
from inspections.rules import access as complaints
from institutions.enums import Verb
from institutions.models import Institution
from institutions.rules import access as register
from institutions.rules.access import (
    cases,
    changes,
    collections,
    filings,
    guidance,
    my_town,
    notices,
    settlement,
    stars,
    suspected,
    teaching,
    whitelist,
    yearly,
    zeroing,
)
from institutions.rules.access import gaps as transition
from institutions.rules.access.lookup import LOOK_UP
from institutions.rules.settlement import DECLARERS
from riskcodes.rules import access as risk
from tests.people import World
from tests.project import public_things, things
from tests.project.things import once

MISSING: Final = "aaaaaaaaaaaaa"
Args = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """How to address an object.

    `blind` are roles that may hold the right but have one's own object out of their scope.
    """

    own: Callable[[World], Args]
    foreign: Callable[[World], Args]
    missing: Callable[[World], Args]
    blind: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Access:
    right: Permission
    door: str = "page"  # page, api, or library: somebody else's views, which must only never fail
    of: Thing | None = None
    args: Args = field(default_factory=dict)
    at: str = ""  # the address of a route that cannot be reversed
    also: tuple[Args, ...] = ()  # further parts of the address under the same name, such as a tab
    post: Permission | None = None  # the right to POST where the route takes it too
    method: str = "GET"
    scope: str = ""  # what a department's system must have been given; without one it is closed to such systems
    ok: frozenset[int] = frozenset({200})
    refused: frozenset[Role] = frozenset()  # roles that hold the right, but this thing is another's work: 403


def page(right: Permission, **more: Any) -> Access:
    return Access(right, **more)


def api(right: Permission, **more: Any) -> Access:
    return Access(right, door="api", **more)


def button(right: Permission, **more: Any) -> Access:
    """Takes POST only. What an empty form is answered with is the page's own matter."""
    return Access(right, method="POST", ok=ANSWERS_TO_A_FORM, **more)


def library(**args: Any) -> Access:
    return Access(ANYONE, door="library", args=args)


ANSWERS_TO_A_FORM: Final = frozenset({200, 201, 302, 303, 400, 409, 422})

# The association has no scope of its own before it is given one; administrators have none at all.
INSTITUTION: Final = Thing(
    own=lambda world: {"public_id": world.institution.public_id},
    foreign=lambda world: {"public_id": world.foreign.public_id},
    missing=lambda world: {"public_id": MISSING},
    blind=frozenset({Role.ASSOCIATION_OFFICER}),
)


# an institution that a night has judged and a person has confirmed
CODED: Final = Thing(
    own=lambda world: {"public_id": once(world, things.coded, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.coded, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
    blind=INSTITUTION.blind,
)


RUN: Final = Thing(
    own=lambda world: {"pk": once(world, things.run, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.run, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
RUN_OF_JOB: Final = replace(
    RUN,
    own=lambda world: {"pk": once(world, things.run, world.institution).job_id},
    foreign=lambda world: {"pk": once(world, things.run, world.foreign).job_id},
)
RECORD: Final = Thing(
    own=lambda world: {"pk": once(world, things.judgement, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.judgement, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
# a failed job of the county
JOB: Final = Thing(
    own=lambda world: {"pk": once(world, things.job, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.job, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
ACCOUNT: Final = Thing(
    own=lambda world: {"public_id": once(world, things.officer, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.officer, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
)

WORK: Final = Thing(
    own=lambda world: _work(once(world, things.officer, world.institution)),
    foreign=lambda world: _work(once(world, things.officer, world.foreign)),
    missing=lambda world: {"public_id": MISSING, "pk": 987_654_321},
)
IDENTITY: Final = Thing(
    own=lambda world: _identity(once(world, things.identity, world.institution)),
    foreign=lambda world: _identity(once(world, things.identity, world.foreign)),
    missing=lambda world: {"public_id": MISSING, "identity_id": MISSING},
)
# a leave of somebody else: chiefs see those of their county, everybody else his own only
LEAVE: Final = Thing(
    own=lambda world: {"public_id": once(world, things.leave, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.leave, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
    blind=STAFF - {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR},
)
MEMBER_OF: Final = Thing(
    own=lambda world: {"public_id": once(world, things.teacher, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.teacher, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
)


def _work(user: Any) -> Args:
    return {"public_id": user.public_id, "pk": user.memberships.get().pk}


def _identity(row: Any) -> Args:
    return {"public_id": row.user.public_id, "identity_id": row.public_id}


# a department's system with a key
CLIENT: Final = Thing(
    own=lambda world: {"public_id": once(world, things.system, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.system, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
)
CLIENT_KEY: Final = Thing(
    own=lambda world: _key_of(once(world, things.system, world.institution)),
    foreign=lambda world: _key_of(once(world, things.system, world.foreign)),
    missing=lambda world: {"public_id": MISSING, "prefix": "aaaaaaaa"},
)


def _key_of(client: Any) -> Args:
    return {"public_id": client.public_id, "prefix": client.keys.earliest("pk").prefix}


def found_by(parameter: str, make: Callable[[Institution], Any], blind: frozenset[Role] = INSTITUTION.blind) -> Thing:
    """Something that belongs to an institution and is found by a public id of its own."""
    return Thing(
        own=lambda world: {parameter: once(world, make, world.institution).public_id},
        foreign=lambda world: {parameter: once(world, make, world.foreign).public_id},
        missing=lambda world: {parameter: MISSING},
        blind=blind,
    )


CONTACT: Final = found_by("public_id", things.contact)
# of a complaint
DEADLINE: Final = Thing(
    own=lambda world: {"pk": once(world, things.deadline, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.deadline, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
PERIOD: Final = Thing(
    own=lambda world: {"pk": once(world, things.school_period, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.school_period, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
PROPOSAL: Final = Thing(
    own=lambda world: {"pk": once(world, things.proposal, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.proposal, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
# the notice is the whole country's: no county owns one
NOTICE: Final = Thing(
    own=lambda world: {"pk": once(world, things.notice, world.institution).pk},
    foreign=lambda world: {"pk": 999_999_998},
    missing=lambda world: {"pk": 999_999_999},
)
_OTHERS_WORK: Final = EDIT_DEADLINES.roles - complaints.RESOLVE_COMPLAINT.roles
DISPATCH: Final = Thing(
    own=lambda world: {"pk": once(world, things.dispatch, world.institution).pk},
    foreign=lambda world: {"pk": once(world, things.dispatch, world.foreign).pk},
    missing=lambda world: {"pk": 999_999_999},
)
PERSON: Final = found_by("public_id", things.person)
STUDENT: Final = found_by("public_id", things.student)
CALL_LIST: Final = found_by("public_id", things.call_list)
CALL_ENTRY: Final = Thing(
    own=lambda world: things.call_entry(once(world, things.call_list, world.institution)),
    foreign=lambda world: things.call_entry(once(world, things.call_list, world.foreign)),
    missing=lambda world: {"public_id": MISSING, "pk": 987_654_321},
    blind=INSTITUTION.blind,
)
COMPLAINT: Final = found_by("public_id", things.complaint)
# of a complaint of its own: the pages tried before it make other links
LINK: Final = Thing(
    own=lambda world: once(world, things.link_address, world.institution),
    foreign=lambda world: once(world, things.link_address, world.foreign),
    missing=lambda world: {"public_id": MISSING, "link_id": MISSING},
    blind=INSTITUTION.blind,
)
SETTLEMENT: Final = found_by("public_id", things.settlement)
COURSE: Final = found_by("public_id", things.unfinished_course)
PERSUASION: Final = found_by("public_id", things.contact_with)
REMINDER: Final = found_by("public_id", things.reminder)
GAP_LIST: Final = found_by("public_id", things.gap_list)
GAP_ITEM: Final = found_by("public_id", things.gap_item)
TALK: Final = found_by("public_id", things.talk)
CHANGE: Final = found_by("public_id", things.register_change)
SCHOOL: Final = found_by("public_id", things.school)
LETTER: Final = Thing(
    own=lambda world: {"public_id": once(world, things.letter, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.letter, world.foreign).public_id},
    missing=lambda world: {"public_id": MISSING},
)
PUBLIC_LETTER: Final = Thing(  # everybody's, of whatever county
    own=lambda world: {"public_id": once(world, things.public_letter, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, things.letter, world.institution).public_id},
    missing=lambda world: {"public_id": MISSING},
)
MARKED_LETTER: Final = Thing(
    own=lambda world: things.marked(once(world, things.public_letter, world.institution)),
    foreign=lambda world: {
        "public_id": once(world, things.public_letter, world.institution).public_id,
        "mark": MISSING,
    },
    missing=lambda world: {"public_id": MISSING, "mark": MISSING},
)
ANNUAL_BATCH: Final = found_by("public_id", things.annual_batch)
ANNUAL: Final = found_by("public_id", things.annual)
STAR: Final = found_by("public_id", things.star_application, frozenset())
ANNUAL_ASKED: Final = found_by("public_id", things.annual_asked)
CASE: Final = found_by("public_id", things.case)
CASE_STEP: Final = Thing(
    own=lambda world: once(world, things.case_step, world.institution),
    foreign=lambda world: once(world, things.case_step, world.foreign),
    missing=lambda world: {"public_id": MISSING, "step_id": MISSING},
)
FILING: Final = found_by("public_id", things.filing)
DRAFT_FILING: Final = found_by("public_id", things.draft_filing)
# the accounts are hidden from the front desk: its kind shows and takes no statement
DRAFT_STATEMENT: Final = found_by(
    "public_id", things.draft_statement, INSTITUTION.blind | {Role.INSTITUTION_FRONT_DESK}
)
FILING_TO_WITHDRAW: Final = found_by("public_id", things.filing_to_withdraw)
# sent to the towns; the second of them to the institutions themselves
COLLECTION: Final = found_by("public_id", things.collection)
TOWN_PART: Final = found_by("public_id", things.town_part)
OWN_PART: Final = found_by("public_id", things.own_part)
PAPER: Final = found_by("public_id", things.paper)


def annual_form(ok: frozenset[int]) -> Access:
    """A form of the annual inspection's table: one right for all, the table says which role has which verb."""
    return page(yearly.MOVE_ANNUAL, of=ANNUAL, post=yearly.MOVE_ANNUAL, ok=ok)


def copies(key: str, make: Callable[[Institution], Any]) -> dict[str, Access]:
    """Two addresses where a copy is handed in: the bureau's and the institution's own."""
    of = found_by("record_id", make)
    return {
        f"institutions:copy_{key}": page(register.RECORD_LICENCES, of=of, post=register.RECORD_LICENCES),
        f"institutions:my_copy_{key}": page(register.ADD_OWN_COPY, of=of, post=register.ADD_OWN_COPY),
    }


def records(key: str, make: Callable[[Institution], Any], right: Permission) -> dict[str, Access]:
    """Three routes a kind of record: enter one, open one as it was, correct one."""
    of = found_by("record_id", make)
    return {
        f"institutions:record_{key}": page(right, of=INSTITUTION, post=right),
        f"institutions:{key}": page(register.VIEW_REGISTER, of=of),
        f"institutions:correct_{key}": page(right, of=of, post=right),
    }


def thing(of: Thing, **args: Any) -> Thing:
    """The same object with fixed parts in the address, such as a verb."""
    return replace(
        of,
        own=lambda world: {**of.own(world), **args},
        foreign=lambda world: {**of.foreign(world), **args},
        missing=lambda world: {**of.missing(world), **args},
    )


def numbered(make: Callable[[Institution], Any]) -> Thing:
    """Something of a county that only staff address, by its number."""
    return Thing(
        own=lambda world: {"pk": once(world, make, world.institution).pk},
        foreign=lambda world: {"pk": once(world, make, world.foreign).pk},
        missing=lambda world: {"pk": 987_654_321},
    )


# every role that has the right has a part in it
ASSIGNMENT: Final = found_by("public_id", things.assignment, frozenset())
OWN_ASSIGNMENT: Final = found_by("public_id", things.own_assignment, frozenset())
EXTENSION: Final = found_by("public_id", things.extension, frozenset())
MEMBER: Final = Thing(
    own=lambda world: _of_member(once(world, things.member, world.institution)),
    foreign=lambda world: _of_member(once(world, things.member, world.foreign)),
    missing=lambda world: {"pk": 987_654_321, "member": 987_654_321},
)


def _of_member(row: Any) -> Args:
    return {"pk": row.group_id, "member": row.pk}


def of_group() -> Thing:
    """The group of the same member: a county has one of a kind."""
    return Thing(
        own=lambda world: {"pk": once(world, things.member, world.institution).group_id},
        foreign=lambda world: {"pk": once(world, things.member, world.foreign).group_id},
        missing=lambda world: {"pk": 987_654_321},
    )


GROUP: Final = of_group()

# everybody sees both counties' institutions; what applies is shown to nobody
SHOWN: Final = Thing(
    own=lambda world: {"public_id": world.institution.public_id},
    foreign=lambda world: {"public_id": once(world, public_things.applying, world.institution).public_id},
    missing=lambda world: {"public_id": MISSING},
)
# who sent it has the address, nobody else
OWN_REPORT: Final = Thing(
    own=lambda world: {"public_id": once(world, public_things.site_report, world.institution).public_id},
    foreign=lambda world: {"public_id": once(world, public_things.suspected_site, world.institution).public_id},
    missing=lambda world: {"public_id": MISSING},
)
PUBLICATION: Final = Thing(
    own=lambda world: {"public_id": once(world, public_things.publication, world.institution).public_id},
    foreign=lambda world: {"public_id": world.foreign.public_id},
    missing=lambda world: {"public_id": MISSING},
)
# a market supervision's officer has no town and not the whole county
SUSPECTED: Final = found_by("public_id", public_things.suspected_site, frozenset({Role.DEPARTMENT_OFFICER}))

ROUTES: Final[dict[str, Access]] = {
    # --- doors ---
    "home": page(ANYONE, ok=frozenset({200, 302})),
    "search": page(ANY_STAFF),
    "healthz": page(ANYONE),
    # --- the public site ---
    "institutions:look_up": page(LOOK_UP),
    "institutions:public": page(LOOK_UP, of=SHOWN),
    "institutions:report_site": page(suspected.REPORT_SITE, post=suspected.REPORT_SITE),
    "institutions:reported_site": page(suspected.REPORT_SITE, of=OWN_REPORT),
    "institutions:whitelist": page(whitelist.READ_WHITELIST, post=whitelist.READ_WHITELIST),
    "institutions:whitelist_history": page(whitelist.READ_WHITELIST),
    "institutions:whitelist_publication": page(whitelist.READ_WHITELIST, of=PUBLICATION),
    "institutions:whitelist_proposals": page(whitelist.VIEW_PROPOSALS, post=whitelist.VIEW_PROPOSALS),
    "institutions:publish_whitelist": page(whitelist.PUBLISH_WHITELIST, post=whitelist.PUBLISH_WHITELIST),
    "institutions:suspected_sites": page(suspected.VIEW_SITES, post=suspected.VIEW_SITES),
    "institutions:enter_site": page(suspected.ENTER_SITE, post=suspected.ENTER_SITE),
    "institutions:suspected_site": page(suspected.VIEW_SITES, of=SUSPECTED),
    "institutions:place_site": page(suspected.ENTER_SITE, of=SUSPECTED, post=suspected.ENTER_SITE),
    "institutions:move_site": page(suspected.MOVE_SITE, of=thing(SUSPECTED, verb="check"), post=suspected.MOVE_SITE),
    "readyz": page(ANYONE, ok=frozenset({200, 503})),
    "set_language": library(),
    "pages:enter": page(ANYONE, ok=frozenset({200, 302})),
    "pages:desk": page(ANY_STAFF),
    "pages:my": page(VIEW_OWN),
    "pages:letter": page(VIEW_LETTER),
    "pages:letter_list": page(VIEW_LETTER, args={"figure": "nonprofit"}),
    "users:closed": page(ANYONE, at="/accounts/signup/", ok=frozenset({404})),
    # a token that opens nothing: what one opens is tried by tests of its purpose
    "users:link": page(ANYONE, args={"token": "x" * 43}, ok=frozenset({404, 429})),
    # --- system ---
    "users:account": page(SIGNED_IN),
    "users:sessions": page(SIGNED_IN),
    "users:end_session": Access(SIGNED_IN, method="POST", args={"public_id": MISSING}, ok=frozenset({404})),
    "users:end_other_sessions": Access(SIGNED_IN, method="POST", ok=frozenset({302, 409})),
    "users:leaves": page(ANY_STAFF),
    "users:arrange_own_leave": page(ANY_STAFF, post=ANY_STAFF),
    "users:end_leave": page(ANY_STAFF, of=LEAVE, post=ANY_STAFF),
    "users:deputies": page(users.ARRANGE_DEPUTIES),
    "users:arrange_leave": page(users.ARRANGE_DEPUTIES, post=users.ARRANGE_DEPUTIES),
    "users:invitation": page(ANYONE, ok=frozenset({409}), post=ANYONE),  # without a link
    "users:invited": page(SIGNED_IN, ok=frozenset({404})),  # only to whoever just made one
    "users:outside": Access(ANYONE, method="POST", args={"provider": "zzd"}, ok=frozenset({404})),  # not configured
    "users:outside_back": page(ANYONE, args={"provider": "zzd"}, ok=frozenset({404})),
    "users:sign_ins": page(VIEW_ACCOUNTS, post=VIEW_ACCOUNTS),
    "users:stale": page(VIEW_ACCOUNTS, post=VIEW_ACCOUNTS),
    "users:create": page(users.CREATE_ACCOUNT, post=users.CREATE_ACCOUNT),
    "users:invite": page(users.INVITE, of=ACCOUNT, post=users.INVITE),
    "users:revoke": page(users.INVITE, of=ACCOUNT, post=users.INVITE),
    "users:appoint": page(users.APPOINT, of=ACCOUNT, post=users.APPOINT),
    "users:dismiss": page(users.APPOINT, of=WORK, post=users.APPOINT),
    "users:unlock": page(users.UNLOCK, of=ACCOUNT, post=users.UNLOCK),
    "users:end_all_sessions": page(users.END_SESSIONS, of=ACCOUNT, post=users.END_SESSIONS),
    "users:remove_factors": page(users.REMOVE_FACTORS, of=ACCOUNT, post=users.REMOVE_FACTORS),
    "users:link_identity": page(users.LINK_IDENTITY, of=ACCOUNT, post=users.LINK_IDENTITY),
    "users:unlink_identity": page(users.LINK_IDENTITY, of=IDENTITY, post=users.LINK_IDENTITY),
    "users:list": page(VIEW_ACCOUNTS, post=VIEW_ACCOUNTS),
    "users:user": page(VIEW_ACCOUNTS, of=ACCOUNT),
    "users:close": page(CLOSE_ACCOUNT, of=ACCOUNT, post=CLOSE_ACCOUNT),
    "audit:list": page(VIEW_AUDIT, post=VIEW_AUDIT),
    "audit:export": page(EXPORT_AUDIT, at="/bureau/system/audit/export/?from_on=2026-11-01&to_on=2026-11-23"),
    "jobs:list": page(VIEW_JOBS, post=VIEW_JOBS),
    "jobs:job": page(VIEW_JOBS, of=JOB, post=RETRY_JOB),
    "jobs:next_day": Access(NEXT_DAY, method="POST", ok=frozenset({404})),  # the demo only
    "policy:deadlines": page(VIEW_DEADLINES, post=VIEW_DEADLINES),
    "policy:deadline_month": page(VIEW_DEADLINES),
    "policy:deadline": page(VIEW_DEADLINES, of=DEADLINE),
    "policy:suspend": page(EDIT_DEADLINES, of=DEADLINE, post=EDIT_DEADLINES, refused=_OTHERS_WORK),
    "policy:resume": page(EDIT_DEADLINES, of=DEADLINE, post=EDIT_DEADLINES, refused=_OTHERS_WORK),
    "policy:extend": page(EDIT_DEADLINES, of=DEADLINE, post=EDIT_DEADLINES, refused=_OTHERS_WORK),
    "policy:notice": page(ENTER_NOTICE, of=NOTICE),
    "policy:apply_notice": page(EDIT_CALENDAR, of=NOTICE, post=EDIT_CALENDAR),
    "imports:notice": page(ENTER_NOTICE, post=ENTER_NOTICE),
    "policy:school": page(VIEW_POLICY),
    "policy:record_period": page(EDIT_SCHOOL_CALENDAR, post=EDIT_SCHOOL_CALENDAR),
    "policy:correct_period": page(EDIT_SCHOOL_CALENDAR, of=PERIOD, post=EDIT_SCHOOL_CALENDAR),
    "policy:withdraw_period": page(EDIT_SCHOOL_CALENDAR, of=PERIOD, post=EDIT_SCHOOL_CALENDAR),
    "policy:decide_value": page(DECIDE_VALUE, of=PROPOSAL, post=DECIDE_VALUE),
    "policy:calendar": page(VIEW_POLICY),
    "policy:calendar_year": page(VIEW_POLICY, args={"year": 2026}),
    "policy:set_day": page(EDIT_CALENDAR, post=EDIT_CALENDAR),
    "policy:publish_year": page(EDIT_CALENDAR, post=EDIT_CALENDAR),
    "policy:parameters": page(VIEW_POLICY),
    "policy:record_value": page(RECORD_VALUE, args={"key": "prepaid.cap_fen"}, post=RECORD_VALUE),
    "users:clients": page(users.VIEW_CLIENTS, post=users.VIEW_CLIENTS),
    "users:create_client": page(users.MAKE_CLIENTS, post=users.MAKE_CLIENTS),
    "users:client": page(users.VIEW_CLIENTS, of=CLIENT),
    "users:client_scopes": page(users.GRANT_SCOPES, of=CLIENT, post=users.GRANT_SCOPES),
    "users:revoke_client": page(users.REVOKE_KEYS, of=CLIENT, post=users.REVOKE_KEYS),
    "users:client_key": page(users.MAKE_CLIENTS, of=CLIENT, post=users.MAKE_CLIENTS),
    "users:rotate_key": page(users.MAKE_CLIENTS, of=CLIENT_KEY, post=users.MAKE_CLIENTS),
    "users:revoke_key": page(users.REVOKE_KEYS, of=CLIENT_KEY, post=users.REVOKE_KEYS),
    # --- register ---
    "institutions:list": page(register.VIEW_REGISTER, post=register.VIEW_REGISTER),
    "institutions:create": page(register.CREATE_INSTITUTION, post=register.CREATE_INSTITUTION),
    "institutions:file": page(
        register.VIEW_REGISTER, of=INSTITUTION, also=({"tab": "licences"}, {"tab": "changes"}, {"tab": "teaching"})
    ),
    "institutions:edit": page(register.EDIT_REGISTER, of=INSTITUTION, post=register.EDIT_REGISTER),
    "institutions:override_uscc": page(register.OVERRIDE_USCC, of=INSTITUTION, post=register.OVERRIDE_USCC),
    "institutions:set_category": page(register.EDIT_REGISTER, of=INSTITUTION, post=register.EDIT_REGISTER),
    "institutions:set_legal_form": page(register.EDIT_REGISTER, of=INSTITUTION, post=register.EDIT_REGISTER),
    # which verbs a role has is the workflow table's answer: 403 with the right too
    "institutions:status": page(
        register.CHANGE_STATUS,
        of=thing(INSTITUTION, verb=Verb.SUSPEND.value),
        post=register.CHANGE_STATUS,
        ok=frozenset({200, 403}),
    ),
    "institutions:members": page(register.INVITE_MEMBERS),
    "institutions:invite_member": page(register.INVITE_MEMBERS, post=register.INVITE_MEMBERS),
    "institutions:invite_member_again": page(register.INVITE_MEMBERS, of=MEMBER_OF, post=register.INVITE_MEMBERS),
    "institutions:end_access": page(register.INVITE_MEMBERS, of=MEMBER_OF, post=register.INVITE_MEMBERS),
    "institutions:invite_owner": page(register.INVITE_OWNER, of=INSTITUTION, post=register.INVITE_OWNER),
    "institutions:add_site": page(register.EDIT_SITES, of=INSTITUTION, post=register.EDIT_SITES),
    "institutions:edit_site": page(
        register.EDIT_SITES, of=found_by("public_id", things.site), post=register.EDIT_SITES
    ),
    # --- personal data ---
    "institutions:add_contact": page(personal.EDIT_CONTACTS, of=INSTITUTION, post=personal.EDIT_CONTACTS),
    "institutions:edit_contact": page(personal.EDIT_CONTACTS, of=CONTACT, post=personal.EDIT_CONTACTS),
    "institutions:end_contact": page(personal.EDIT_CONTACTS, of=CONTACT, post=personal.EDIT_CONTACTS),
    "inspections:by_phone": page(personal.LOOK_UP_COMPLAINANT, post=personal.LOOK_UP_COMPLAINANT),
    "personal:registry": page(personal.VIEW_REGISTRY),
    "personal:reveals": page(personal.VIEW_REVEALS, post=personal.VIEW_REVEALS),
    "personal:call_lists": page(personal.CALL, post=personal.CALL),
    "personal:new_call_list": page(personal.CALL, post=personal.CALL),
    "personal:call_list": page(personal.CALL, of=CALL_LIST, post=personal.CALL),
    "personal:note_call": button(personal.CALL, of=CALL_ENTRY),
    "personal:give_consent": page(personal.RECORD_CONSENT, of=STUDENT, post=personal.RECORD_CONSENT),
    "personal:withdraw_consent": page(personal.RECORD_CONSENT, of=STUDENT, post=personal.RECORD_CONSENT),
    "personal:person": page(personal.VIEW_PERSON, of=PERSON),
    "personal:hold": page(personal.HOLD, of=PERSON, post=personal.HOLD),
    "personal:erase": page(personal.ERASE, of=PERSON, post=personal.ERASE),
    "personal:field": page(personal.VIEW_PERSON, of=thing(PERSON, field="phone")),
    "personal:reveal": page(personal.REVEAL, of=thing(PERSON, field="phone"), post=personal.REVEAL),
    # --- records ---
    **records("permit", things.permit, register.RECORD_LICENCES),
    **records("registration", things.registration, register.RECORD_LICENCES),
    **records("statement", things.statement, register.RECORD_FILINGS),
    **records("enrolment", things.enrolment, register.RECORD_FILINGS),
    **records("insurance", things.insurance, register.RECORD_FILINGS),
    # --- imports ---
    "imports:list": page(imports.IMPORT_SHEETS, post=imports.IMPORT_SHEETS),
    "imports:receive": page(imports.IMPORT_SHEETS, post=imports.IMPORT_SHEETS),
    "imports:batch": page(imports.IMPORT_SHEETS, of=numbered(things.sheet), post=imports.IMPORT_SHEETS),
    "imports:errors": page(imports.IMPORT_SHEETS, of=numbered(things.sheet)),
    "imports:matches": page(imports.IMPORT_SHEETS, post=imports.IMPORT_SHEETS),
    "imports:match": page(imports.IMPORT_SHEETS, of=numbered(things.unsure_row), post=imports.IMPORT_SHEETS),
    # --- first receive, then manage ---
    "institutions:gaps": page(transition.VIEW_GAPS, post=transition.VIEW_GAPS),
    "institutions:standards": page(transition.VIEW_STANDARDS),
    "institutions:record_standard": page(transition.RECORD_STANDARD, post=transition.RECORD_STANDARD),
    "institutions:gap_list": page(transition.VIEW_GAPS, of=GAP_LIST),
    "institutions:end_gap_list": page(transition.DECIDE_GAPS, of=GAP_LIST, post=transition.DECIDE_GAPS),
    # only the receiver decides, and nothing was handed in yet
    "institutions:gap_close": page(
        transition.DECIDE_GAPS, of=GAP_ITEM, post=transition.DECIDE_GAPS, ok=frozenset({200, 403})
    ),
    "institutions:gap_return": page(
        transition.DECIDE_GAPS, of=GAP_ITEM, post=transition.DECIDE_GAPS, ok=frozenset({409})
    ),
    "institutions:gap_reopen": page(
        transition.DECIDE_GAPS, of=GAP_ITEM, post=transition.DECIDE_GAPS, ok=frozenset({409})
    ),
    "institutions:open_gap_list": page(transition.OPEN_GAPS, of=INSTITUTION, post=transition.OPEN_GAPS),
    "institutions:my_transition": page(transition.OWN_TRANSITION),
    "institutions:my_gap": page(transition.HAND_IN_EVIDENCE, of=GAP_ITEM, post=transition.HAND_IN_EVIDENCE),
    # --- unfinished courses of closing institutions ---
    # nothing is unfinished: whoever may declare does so on the way
    "institutions:settlements": page(settlement.VIEW_SETTLEMENTS, post=settlement.VIEW_SETTLEMENTS),
    "institutions:settlement": page(settlement.VIEW_SETTLEMENTS, of=SETTLEMENT),
    "institutions:add_course": page(settlement.EDIT_SETTLEMENT, of=SETTLEMENT, post=settlement.EDIT_SETTLEMENT),
    "institutions:edit_course": page(settlement.EDIT_SETTLEMENT, of=COURSE, post=settlement.EDIT_SETTLEMENT),
    "institutions:add_consents": page(settlement.EDIT_SETTLEMENT, of=COURSE, post=settlement.EDIT_SETTLEMENT),
    "institutions:drop_course": button(settlement.EDIT_SETTLEMENT, of=COURSE),
    "institutions:settlement_declare": page(
        settlement.MOVE_SETTLEMENT,
        of=SETTLEMENT,
        post=settlement.MOVE_SETTLEMENT,
        ok=frozenset({200, 403, 409}),
        refused=settlement.MOVE_SETTLEMENT.roles - DECLARERS,
    ),
    "institutions:settlement_confirm": page(
        settlement.MOVE_SETTLEMENT, of=SETTLEMENT, post=settlement.MOVE_SETTLEMENT, ok=frozenset({200, 403, 409})
    ),
    "institutions:settlement_return": page(
        settlement.MOVE_SETTLEMENT, of=SETTLEMENT, post=settlement.MOVE_SETTLEMENT, ok=frozenset({200, 403, 409})
    ),
    "institutions:settlement_abandon": page(
        settlement.MOVE_SETTLEMENT, of=SETTLEMENT, post=settlement.MOVE_SETTLEMENT, ok=frozenset({200, 403, 409})
    ),
    "institutions:open_settlement": button(settlement.EDIT_SETTLEMENT, of=INSTITUTION),
    "institutions:my_settlement": page(settlement.OWN_SETTLEMENT, of=SETTLEMENT),
    "institutions:my_open_settlement": button(settlement.OWN_SETTLEMENT, of=INSTITUTION),
    "institutions:my_add_course": page(settlement.OWN_SETTLEMENT, of=SETTLEMENT, post=settlement.OWN_SETTLEMENT),
    "institutions:my_edit_course": page(settlement.OWN_SETTLEMENT, of=COURSE, post=settlement.OWN_SETTLEMENT),
    "institutions:my_add_consents": page(settlement.OWN_SETTLEMENT, of=COURSE, post=settlement.OWN_SETTLEMENT),
    "institutions:my_drop_course": button(settlement.OWN_SETTLEMENT, of=COURSE),
    "institutions:my_settlement_declare": page(
        settlement.OWN_SETTLEMENT, of=SETTLEMENT, post=settlement.OWN_SETTLEMENT, ok=frozenset({200, 409})
    ),
    "institutions:persuasions": page(guidance.VIEW_GUIDANCE, post=guidance.VIEW_GUIDANCE),
    "institutions:persuasion": page(guidance.VIEW_GUIDANCE, of=PERSUASION),
    "institutions:finish_persuasion": page(guidance.RECORD_PERSUASION, of=PERSUASION, post=guidance.RECORD_PERSUASION),
    "institutions:persuade": page(guidance.RECORD_PERSUASION, of=INSTITUTION, post=guidance.RECORD_PERSUASION),
    "institutions:guidance": page(guidance.VIEW_GUIDANCE, post=guidance.VIEW_GUIDANCE),
    "institutions:guidance_outcome": page(guidance.RECORD_OUTCOME, of=REMINDER, post=guidance.RECORD_OUTCOME),
    "institutions:take_step": page(guidance.TAKE_STEP, of=INSTITUTION, post=guidance.TAKE_STEP),
    "pages:campaign": page(zeroing.VIEW_CAMPAIGN),
    "institutions:zeroing": page(zeroing.VIEW_ZEROING),
    "institutions:zeroing_list": page(zeroing.VIEW_ZEROING, post=zeroing.VIEW_ZEROING),
    "institutions:plan_zeroing": page(zeroing.PLAN_ZEROING, of=INSTITUTION, post=zeroing.PLAN_ZEROING),
    # --- star rating ---
    "institutions:star_applications": page(stars.VIEW_STARS, post=stars.VIEW_STARS),
    "institutions:publish_stars": button(stars.DECIDE_STARS),
    "institutions:star_ratings": page(stars.VIEW_STARS, post=stars.VIEW_STARS),
    "institutions:change_stars": page(stars.DECIDE_STARS, of=INSTITUTION, post=stars.DECIDE_STARS),
    "institutions:star_application": page(stars.VIEW_STARS, of=STAR),
    # it is with the institution
    "institutions:star_review": page(stars.REVIEW_STARS, of=STAR, post=stars.REVIEW_STARS, ok=frozenset({409})),
    "institutions:star_stand_back": page(stars.REVIEW_STARS, of=STAR, post=stars.REVIEW_STARS, ok=frozenset({409})),
    "institutions:star_return": page(stars.REVIEW_STARS, of=STAR, post=stars.REVIEW_STARS, ok=frozenset({409})),
    "institutions:star_decide": page(stars.DECIDE_STARS, of=STAR, post=stars.DECIDE_STARS, ok=frozenset({409})),
    "institutions:star_send_back": page(stars.DECIDE_STARS, of=STAR, post=stars.DECIDE_STARS, ok=frozenset({409})),
    "institutions:my_stars": page(stars.VIEW_OWN_STARS),
    "institutions:apply_for_stars": button(stars.APPLY_FOR_STARS, of=INSTITUTION),
    "institutions:my_star_application": page(stars.APPLY_FOR_STARS, of=STAR, post=stars.APPLY_FOR_STARS),
    "institutions:star_evidence": page(stars.APPLY_FOR_STARS, of=STAR, post=stars.APPLY_FOR_STARS),
    "institutions:withdraw_stars": button(stars.APPLY_FOR_STARS, of=STAR),
    "institutions:public_stars": page(ANYONE),
    # --- annual inspection ---
    "institutions:annual_batches": page(yearly.VIEW_ANNUAL, post=yearly.VIEW_ANNUAL),
    "institutions:open_annual": page(yearly.OPEN_ANNUAL, post=yearly.OPEN_ANNUAL),
    "institutions:annual_batch": page(yearly.VIEW_ANNUAL, of=ANNUAL_BATCH, post=yearly.VIEW_ANNUAL),
    "institutions:annual_check_many": button(yearly.CHECK_ANNUAL, of=ANNUAL_BATCH),
    "institutions:annual_pass_many": button(yearly.DECIDE_ANNUAL, of=ANNUAL_BATCH),
    # one right, several verbs: the table of the batch gives publishing to some and cancelling to others
    "institutions:publish_annual": page(
        yearly.MOVE_ANNUAL_BATCH, of=ANNUAL_BATCH, post=yearly.MOVE_ANNUAL_BATCH, ok=frozenset({200, 403})
    ),
    "institutions:annual_preview": page(yearly.MOVE_ANNUAL_BATCH, of=ANNUAL_BATCH),
    "institutions:cancel_annual": page(
        yearly.MOVE_ANNUAL_BATCH, of=ANNUAL_BATCH, post=yearly.MOVE_ANNUAL_BATCH, ok=frozenset({200, 403})
    ),
    "institutions:annual": page(yearly.VIEW_ANNUAL, of=ANNUAL),
    "institutions:annual_check": annual_form(frozenset({200, 403})),
    "institutions:annual_return": annual_form(frozenset({200, 403})),
    "institutions:annual_exempt": annual_form(frozenset({200, 403})),
    "institutions:annual_decide": annual_form(frozenset({409})),
    "institutions:annual_recheck": annual_form(frozenset({409})),
    "institutions:annual_again": annual_form(frozenset({409})),
    "institutions:annual_reopen": annual_form(frozenset({409})),
    "institutions:annual_notice": button(yearly.DECIDE_ANNUAL, of=ANNUAL),
    "institutions:my_annual": page(yearly.VIEW_OWN_ANNUAL),
    "institutions:report_annual": page(yearly.REPORT_ANNUAL, of=ANNUAL_ASKED, post=yearly.REPORT_ANNUAL),
    "institutions:annual_file": page(yearly.REPORT_ANNUAL, of=ANNUAL_ASKED, post=yearly.REPORT_ANNUAL),
    "institutions:rectified_annual": page(yearly.REPORT_ANNUAL, of=ANNUAL_ASKED, post=yearly.REPORT_ANNUAL),
    "institutions:annual_registrar": page(yearly.REPORT_ANNUAL, of=ANNUAL_ASKED, post=yearly.REPORT_ANNUAL),
    "institutions:public_annual_latest": page(ANYONE),
    "institutions:public_annual": page(ANYONE, args={"year": 1999}, ok=frozenset({404})),  # nothing published
    # --- admission cases ---
    "institutions:cases": page(cases.VIEW_CASES, post=cases.VIEW_CASES),
    "institutions:case_entry": page(cases.WINDOW_WORK, post=cases.WINDOW_WORK),
    "institutions:case": page(cases.VIEW_CASES, of=CASE),
    # handed in: nothing of it can be changed now
    "institutions:case_edit": page(cases.WINDOW_WORK, of=CASE, post=cases.WINDOW_WORK, ok=frozenset({409})),
    "institutions:case_upload": page(
        cases.WINDOW_WORK, of=thing(CASE, key="tax"), post=cases.WINDOW_WORK, ok=frozenset({409})
    ),
    "institutions:case_remove": button(cases.WINDOW_WORK, of=thing(CASE, document_id=MISSING)),
    "institutions:case_submit": button(cases.WINDOW_WORK, of=CASE),
    "institutions:case_withdraw": page(cases.WINDOW_WORK, of=CASE, post=cases.WINDOW_WORK),
    "institutions:case_link": page(
        cases.WINDOW_WORK, of=found_by("public_id", things.case_by_link), post=cases.WINDOW_WORK
    ),
    "institutions:apply_entry": page(cases.APPLY_ENTRY, post=cases.APPLY_ENTRY),
    "institutions:case_accept": button(cases.WINDOW_WORK, of=CASE),
    "institutions:case_return": page(cases.WINDOW_WORK, of=CASE, post=cases.WINDOW_WORK),
    "institutions:case_not_accept": page(cases.WINDOW_WORK, of=CASE, post=cases.WINDOW_WORK),
    "institutions:case_decide": page(cases.DECIDE_CASE, of=CASE, post=cases.DECIDE_CASE, ok=frozenset({409})),
    "institutions:case_preview": page(cases.DECIDE_CASE, of=CASE),
    "institutions:case_step": page(
        cases.ANSWER_STEP, of=CASE_STEP, post=cases.ANSWER_STEP, refused=cases.ANSWER_STEP.roles - {Role.TOWN_OFFICER}
    ),
    "institutions:case_receive": button(
        cases.ANSWER_STEP, of=CASE_STEP, refused=cases.ANSWER_STEP.roles - {Role.TOWN_OFFICER}
    ),
    "institutions:case_begin": button(cases.WINDOW_WORK, of=thing(INSTITUTION, kind="change")),
    "institutions:case_ex_officio": button(cases.WINDOW_WORK, of=thing(INSTITUTION, kind="deregistration")),
    "institutions:my_cases": page(cases.VIEW_OWN_CASES),
    "institutions:my_case": page(cases.VIEW_OWN_CASES, of=CASE),
    "institutions:my_case_begin": button(cases.APPLY, of=thing(INSTITUTION, kind="change")),
    "institutions:my_case_edit": page(cases.APPLY, of=CASE, post=cases.APPLY, ok=frozenset({409})),
    "institutions:my_case_upload": page(cases.APPLY, of=thing(CASE, key="tax"), post=cases.APPLY, ok=frozenset({409})),
    "institutions:my_case_remove": button(cases.APPLY, of=thing(CASE, document_id=MISSING)),
    "institutions:my_case_submit": button(cases.APPLY, of=CASE),
    "institutions:my_case_withdraw": page(cases.APPLY, of=CASE, post=cases.APPLY),
    # --- filings ---
    "institutions:filings": page(filings.VIEW_FILINGS, post=filings.VIEW_FILINGS),
    "institutions:filing": page(filings.VIEW_FILINGS, of=FILING, also=({"tab": "contents"},)),
    "institutions:filing_accept": page(
        filings.DECIDE_FILINGS,
        of=FILING,
        post=filings.DECIDE_FILINGS,
        ok=frozenset({200, 409}),
        refused=frozenset({Role.DEPARTMENT_OFFICER}),
    ),
    "institutions:filing_return": page(
        filings.DECIDE_FILINGS,
        of=FILING,
        post=filings.DECIDE_FILINGS,
        ok=frozenset({200, 409}),
        refused=frozenset({Role.DEPARTMENT_OFFICER}),
    ),
    "institutions:my_filing_withdraw": page(filings.OWN_FILINGS, of=FILING_TO_WITHDRAW, post=filings.OWN_FILINGS),
    "institutions:my_filings": page(filings.OWN_FILINGS),
    "institutions:start_filing": Access(
        filings.OWN_FILINGS, method="POST", args={"kind": "profile"}, ok=frozenset({404})
    ),
    "institutions:my_filing": page(filings.OWN_FILINGS, of=DRAFT_FILING, post=filings.OWN_FILINGS),
    "institutions:my_filing_save": button(filings.OWN_FILINGS, of=DRAFT_FILING),
    "institutions:my_filing_file": page(
        filings.OWN_FILINGS, of=thing(DRAFT_STATEMENT, place="copy"), post=filings.OWN_FILINGS
    ),
    "institutions:my_filing_table": page(filings.OWN_FILINGS, of=thing(DRAFT_FILING, table="sites")),
    "institutions:my_filing_paste": page(
        filings.OWN_FILINGS, of=thing(DRAFT_FILING, table="sites"), post=filings.OWN_FILINGS
    ),
    "institutions:my_filing_row": page(
        filings.OWN_FILINGS, of=thing(DRAFT_FILING, table="sites", row="new"), post=filings.OWN_FILINGS
    ),
    # --- collections --- (a page after each button that says something: it would be said on the next one)
    "institutions:collection_remind": button(collections.RUN_COLLECTIONS, of=COLLECTION),
    "institutions:collections": page(collections.VIEW_COLLECTIONS, post=collections.VIEW_COLLECTIONS),
    "institutions:collection_accept_all": button(collections.RUN_COLLECTIONS, of=COLLECTION),
    "institutions:create_collection": page(collections.RUN_COLLECTIONS, post=collections.RUN_COLLECTIONS),
    "institutions:collection": page(collections.VIEW_COLLECTIONS, of=COLLECTION),
    "institutions:change_collection": page(
        collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS
    ),
    "institutions:collection_send": page(
        collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS, ok=frozenset({409})
    ),
    "institutions:collection_move_due": page(
        collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS
    ),
    "institutions:collection_close": page(collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS),
    "institutions:collection_reopen": page(
        collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS, ok=frozenset({409})
    ),
    "institutions:collection_withdraw": page(
        collections.RUN_COLLECTIONS, of=COLLECTION, post=collections.RUN_COLLECTIONS
    ),
    "institutions:collection_part": page(collections.VIEW_COLLECTIONS, of=TOWN_PART, post=collections.ANSWER_FOR_TOWN),
    "institutions:collection_part_paste": page(
        collections.ANSWER_FOR_TOWN, of=TOWN_PART, post=collections.ANSWER_FOR_TOWN
    ),
    "institutions:collection_part_submit": page(
        collections.ANSWER_FOR_TOWN, of=TOWN_PART, post=collections.ANSWER_FOR_TOWN, ok=frozenset({302})
    ),
    "institutions:collection_part_return": page(
        collections.RUN_COLLECTIONS, of=TOWN_PART, post=collections.RUN_COLLECTIONS
    ),
    "institutions:collection_part_accept": button(collections.RUN_COLLECTIONS, of=TOWN_PART),
    "institutions:my_collections": page(collections.ANSWER_OWN),
    "institutions:my_collection": page(collections.ANSWER_OWN, of=OWN_PART, post=collections.ANSWER_OWN),
    "institutions:my_collection_paste": page(collections.ANSWER_OWN, of=OWN_PART, post=collections.ANSWER_OWN),
    "institutions:my_collection_submit": page(
        collections.ANSWER_OWN, of=OWN_PART, post=collections.ANSWER_OWN, ok=frozenset({302})
    ),
    "institutions:my_town": page(my_town.VIEW_MY_TOWN),
    # --- register changes ---
    "institutions:register_changes": page(changes.VIEW_CHANGES, post=changes.VIEW_CHANGES),
    "institutions:register_change": page(changes.VIEW_CHANGES, of=CHANGE),
    "institutions:register_change_finish": page(changes.DECIDE_CHANGES, of=CHANGE, post=changes.DECIDE_CHANGES),
    "institutions:register_change_dismiss": page(changes.DECIDE_CHANGES, of=CHANGE, post=changes.DECIDE_CHANGES),
    "api:register_changes": api(changes.SEND_CHANGES, post=changes.SEND_CHANGES, scope="register_changes"),
    # --- notices, letters to parents, schools ---
    "institutions:notices": page(notices.VIEW_NOTICES, post=notices.VIEW_NOTICES),
    "institutions:schools": page(notices.VIEW_NOTICES, post=notices.VIEW_NOTICES),
    "institutions:enter_school": page(notices.KEEP_SCHOOLS, post=notices.KEEP_SCHOOLS),
    "institutions:school": page(notices.VIEW_NOTICES, of=SCHOOL),
    "institutions:edit_school": page(notices.KEEP_SCHOOLS, of=SCHOOL, post=notices.KEEP_SCHOOLS),
    "institutions:close_school": page(notices.KEEP_SCHOOLS, of=SCHOOL, post=notices.KEEP_SCHOOLS),
    "institutions:reopen_school": page(notices.KEEP_SCHOOLS, of=SCHOOL, post=notices.KEEP_SCHOOLS),
    "institutions:write_notice": page(notices.WRITE_NOTICES, post=notices.WRITE_NOTICES),
    "institutions:notice": page(notices.VIEW_NOTICES, of=LETTER),
    "institutions:change_notice": page(notices.WRITE_NOTICES, of=LETTER, post=notices.WRITE_NOTICES),
    "institutions:notice_publish": page(notices.PUBLISH_NOTICES, of=LETTER, post=notices.PUBLISH_NOTICES),
    "institutions:notice_withdraw": page(notices.PUBLISH_NOTICES, of=LETTER, post=notices.PUBLISH_NOTICES),
    "institutions:notice_send": page(notices.SEND_LETTERS, of=LETTER, post=notices.SEND_LETTERS),
    "institutions:notice_remind": page(notices.SEND_LETTERS, of=LETTER, post=notices.SEND_LETTERS, ok=frozenset({302})),
    "institutions:public_notices": page(ANYONE),
    "institutions:public_section": page(ANYONE, args={"section": "after-school"}),
    "institutions:public_notice": page(ANYONE, of=PUBLIC_LETTER),
    "institutions:school_notice": page(ANYONE, of=MARKED_LETTER),
    # --- talks and posting boards ---
    "institutions:talks": page(register.VIEW_TALKS, post=register.VIEW_TALKS),
    "institutions:plan_talk": page(register.PLAN_TALK, of=INSTITUTION, post=register.PLAN_TALK),
    "institutions:talk": page(register.VIEW_TALKS, of=TALK),
    "institutions:talk_preview": page(register.VIEW_TALKS, of=TALK),
    "institutions:change_talk": page(register.PLAN_TALK, of=TALK, post=register.PLAN_TALK),
    # which verbs a role and a state have is the workflow table's answer
    "institutions:talk_notify": page(
        register.MOVE_TALK, of=TALK, post=register.MOVE_TALK, ok=frozenset({200, 403, 409})
    ),
    "institutions:talk_hold": page(register.MOVE_TALK, of=TALK, post=register.MOVE_TALK, ok=frozenset({403, 409})),
    "institutions:talk_cancel": page(register.MOVE_TALK, of=TALK, post=register.MOVE_TALK, ok=frozenset({200, 403})),
    "institutions:issue_board": button(register.ISSUE_BOARD, of=INSTITUTION),
    "institutions:own_papers": page(register.OWN_PAPERS),
    "institutions:own_board": button(register.FETCH_OWN_BOARD, of=INSTITUTION),
    # --- files ---
    "documents:files": page(documents.VIEW_FILES, post=documents.VIEW_FILES),
    "documents:file": page(documents.OPEN_FILE, of=found_by("public_id", things.file)),
    "documents:thumbnail": page(documents.OPEN_FILE, of=found_by("public_id", things.file)),
    "institutions:my_contacts": page(personal.VIEW_OWN_CONTACTS),
    "institutions:my_contact": page(personal.EDIT_OWN_CONTACTS, of=CONTACT, post=personal.EDIT_OWN_CONTACTS),
    "institutions:materials": page(teaching.VIEW_MATERIALS, post=teaching.VIEW_MATERIALS),
    "institutions:record_checks": page(teaching.VIEW_RECORD_CHECKS, post=teaching.VIEW_RECORD_CHECKS),
    "institutions:my_teaching": page(teaching.VIEW_OWN_TEACHING),
    "institutions:start_teaching": Access(
        filings.OWN_FILINGS, method="POST", args={"kind": "staff"}, ok=frozenset({404})
    ),
    "institutions:my_licences": page(register.VIEW_OWN_LICENCES),
    **copies("permit", things.permit),
    **copies("registration", things.registration),
    # --- papers ---
    "documents:check_form": page(documents.CHECK_PAPER, post=documents.CHECK_PAPER),
    "documents:check": page(documents.CHECK_PAPER, args={"token": MISSING}),
    "documents:papers": page(documents.VIEW_PAPERS, post=documents.VIEW_PAPERS),
    "documents:paper": page(documents.VIEW_PAPERS, of=PAPER),
    "documents:paper_pdf": page(documents.FETCH_PAPER, of=PAPER),
    "documents:void_paper": page(documents.VOID_PAPER, of=PAPER, post=documents.VOID_PAPER),
    "documents:series": page(documents.SET_SERIES),
    "documents:set_series": page(documents.SET_SERIES, args={"kind": "talk_notice"}, post=documents.SET_SERIES),
    # --- complaints ---
    "inspections:complaints": page(complaints.VIEW_COMPLAINTS, post=complaints.VIEW_COMPLAINTS),
    "inspections:receive": page(complaints.RECEIVE_COMPLAINT, post=complaints.RECEIVE_COMPLAINT),
    "inspections:complaint": page(complaints.VIEW_COMPLAINTS, of=COMPLAINT),
    "inspections:judge": page(complaints.JUDGE_VALIDITY, of=COMPLAINT, post=complaints.JUDGE_VALIDITY),
    "inspections:links": page(complaints.ISSUE_LINK, of=COMPLAINT, post=complaints.ISSUE_LINK),
    "inspections:revoke_link": page(complaints.ISSUE_LINK, of=LINK, post=complaints.ISSUE_LINK),
    "inspections:resolve": page(complaints.RESOLVE_COMPLAINT, of=COMPLAINT, post=complaints.RESOLVE_COMPLAINT),
    # --- assignments ---
    "desk:assignments": page(desk.VIEW_ASSIGNMENTS, post=desk.VIEW_ASSIGNMENTS),
    "desk:assign": page(desk.ASSIGN, post=desk.ASSIGN),
    "desk:follow_up": page(desk.FOLLOW_UP),
    "desk:assignment": page(desk.VIEW_ASSIGNMENTS, of=ASSIGNMENT),
    "desk:add_note": page(desk.HANDLE, of=ASSIGNMENT, post=desk.HANDLE),
    "desk:remind": page(desk.ASSIGN, of=ASSIGNMENT, post=desk.ASSIGN),
    # on whose behalf somebody acts is the workflow table's answer: 403 with the right too
    "desk:ask_extension": page(desk.HANDLE, of=ASSIGNMENT, post=desk.HANDLE),
    "desk:decide_extension": page(desk.ASSIGN, of=EXTENSION, post=desk.ASSIGN),
    "desk:step": page(desk.HANDLE, of=thing(ASSIGNMENT, verb="report"), post=desk.HANDLE, ok=frozenset({200, 403})),
    "desk:own_assignments": page(desk.OWN_ASSIGNMENTS),
    "desk:own_assignment": page(desk.OWN_ASSIGNMENTS, of=OWN_ASSIGNMENT),
    "desk:own_note": page(desk.OWN_ASSIGNMENTS, of=OWN_ASSIGNMENT, post=desk.OWN_ASSIGNMENTS),
    "desk:own_ask_extension": page(desk.HANDLE_OWN, of=OWN_ASSIGNMENT, post=desk.HANDLE_OWN),
    "desk:own_step": page(desk.HANDLE_OWN, of=thing(OWN_ASSIGNMENT, verb="report"), post=desk.HANDLE_OWN),
    "desk:groups": page(desk.VIEW_GROUPS),
    "desk:group": page(desk.VIEW_GROUPS, of=GROUP),
    "desk:change_group": page(desk.EDIT_GROUPS, of=GROUP, post=desk.EDIT_GROUPS),
    "desk:add_member": page(desk.EDIT_GROUPS, of=GROUP, post=desk.EDIT_GROUPS),
    "desk:end_member": page(desk.EDIT_GROUPS, of=MEMBER, post=desk.EDIT_GROUPS),
    # --- risk codes ---
    "riskcodes:board": page(risk.VIEW_CODES),
    "riskcodes:why": page(risk.VIEW_CODES, of=INSTITUTION, ok=frozenset({302})),
    "riskcodes:adopt": page(risk.ADOPT, post=risk.ADOPT),
    "riskcodes:adopt_single": page(risk.ADOPT, of=CODED, post=risk.ADOPT),
    "riskcodes:recompute": button(risk.RECOMPUTE, of=INSTITUTION),
    "riskcodes:runs": page(risk.VIEW_RUNS, post=risk.VIEW_RUNS),
    "riskcodes:run": page(risk.VIEW_RUNS, of=RUN),
    "riskcodes:run_of_job": page(risk.VIEW_RUNS, of=RUN_OF_JOB, ok=frozenset({302})),
    "riskcodes:start_night": button(risk.START_RUN),
    "riskcodes:rules": page(risk.VIEW_CODES),
    "riskcodes:rule_set": page(risk.VIEW_CODES, args={"version": 1}),
    "riskcodes:sources": page(risk.VIEW_CODES),
    "riskcodes:connect_source": page(risk.CONNECT_SOURCE, args={"source": "complaints"}, post=risk.CONNECT_SOURCE),
    "riskcodes:end_source": page(risk.CONNECT_SOURCE, args={"source": "complaints"}, post=risk.CONNECT_SOURCE),
    "riskcodes:evidence": page(risk.VIEW_CODES, of=thing(RECORD, table="inspections.ComplaintValidity")),
    # --- messages ---
    "desk:inbox": page(messages.READ_INBOX, post=messages.READ_INBOX),
    "desk:read_all": button(messages.READ_INBOX),
    "desk:choices": page(messages.READ_INBOX, post=messages.READ_INBOX),
    # one's own only: nobody else's, whatever the role
    "desk:message": page(messages.READ_INBOX, args={"public_id": MISSING}, ok=frozenset({404})),
    "desk:my_inbox": page(messages.READ_MY_INBOX, post=messages.READ_MY_INBOX),
    "desk:my_read_all": button(messages.READ_MY_INBOX),
    "desk:my_choices": page(messages.READ_MY_INBOX, post=messages.READ_MY_INBOX),
    "desk:my_message": page(messages.READ_MY_INBOX, args={"public_id": MISSING}, ok=frozenset({404})),
    "desk:dispatches": page(messages.VIEW_DISPATCHES, post=messages.VIEW_DISPATCHES),
    "desk:dispatch": page(messages.VIEW_DISPATCHES, of=DISPATCH, post=messages.SEND_AGAIN),
    "desk:try_channel": button(messages.SEND_AGAIN, args={"channel": "sms"}),
    "desk:sandbox": Access(messages.SEND_AGAIN, method="POST", ok=frozenset({404})),  # the demo only
    "desk:receipts": Access(ANYONE, method="POST", args={"channel": "sms"}, ok=frozenset({404})),  # not connected
    # --- REST ---
    "api:institutions": api(register.VIEW_REGISTER, scope="institutions"),
    "api:filings": api(filings.VIEW_FILINGS, scope="filings"),
    "api:filing": api(filings.VIEW_FILINGS, of=FILING, scope="filings"),
    "api:gap_lists": api(transition.VIEW_GAPS, scope="cases"),
    "api:gap_list": api(transition.VIEW_GAPS, of=GAP_LIST, scope="cases"),
    "api:teaching": api(teaching.VIEW_TEACHING, of=INSTITUTION, scope="institutions"),
    "api:institution": api(register.VIEW_REGISTER, of=INSTITUTION, scope="institutions"),
    "api:annual_inspections": api(yearly.READ_ANNUAL, scope="annual_inspections"),
    "api:annual_inspection": api(yearly.READ_ANNUAL, of=ANNUAL, scope="annual_inspections"),
    "api:star_ratings": api(stars.READ_STARS, scope="star_ratings"),
    "api:whitelist": api(whitelist.CALL_WHITELIST, scope="whitelist"),
    "api:complaints": api(complaints.VIEW_COMPLAINTS, post=complaints.RECEIVE_COMPLAINT, scope="complaints"),
    "api:complaint": api(complaints.VIEW_COMPLAINTS, of=COMPLAINT, scope="complaints"),
    "api:risk_codes": api(risk.VIEW_ADOPTED, scope="risk_codes"),
    "api:risk_code": api(risk.VIEW_ADOPTED, of=CODED, scope="risk_codes"),
    "api:risk_runs": api(risk.VIEW_RUNS),
    "api:cases": api(cases.VIEW_CASES, scope="cases"),
    "api:case": api(cases.VIEW_CASES, of=CASE, scope="cases"),
    "api:case_step": api(cases.VIEW_CASES, of=CASE_STEP, post=cases.ANSWER_STEP, scope="cases"),
    "api:assignments": api(desk.READ_ASSIGNMENTS, scope="assignments"),
    "api:receipts": api(desk.READ_ASSIGNMENTS, of=ASSIGNMENT, post=desk.GIVE_RECEIPT, scope="assignments"),
    "api:assignment": api(desk.READ_ASSIGNMENTS, of=ASSIGNMENT, scope="assignments"),
    "api:papers": api(documents.READ_PAPERS, scope="papers"),
    "api:paper": api(documents.READ_PAPERS, of=PAPER, scope="papers"),
    "api:audit_heads": api(EXPORT_AUDIT),
    "api:events": api(READ_FEED, scope="events"),
    "api:schema": api(SIGNED_IN),
    "api:docs": api(SIGNED_IN),
    "api:nothing": api(ANYONE, args={"path": "v1/nothing"}, ok=frozenset({404})),
    # --- sign-in: django-allauth's own views ---
    "account_login": library(),
    "account_logout": library(),
    "account_inactive": library(),
    "account_signup": library(),
    "account_reauthenticate": library(),
    "account_email": library(),
    "account_email_verification_sent": library(),
    "account_change_password": library(),
    "account_set_password": library(),
    "account_reset_password": library(),
    "account_confirm_login_code": library(),
    "account_confirm_email": library(key="a"),
    "account_reset_password_from_key_done": library(),
    "account_reset_password_from_key": library(uidb36="1", key="a-b"),
    "account_reset_password_done": library(),
    "mfa_index": library(),
    "mfa_authenticate": library(),
    "mfa_reauthenticate": library(),
    "mfa_activate_totp": library(),
    "mfa_list_webauthn": library(),
    "mfa_add_webauthn": library(),
    "mfa_reauthenticate_webauthn": library(),
    "mfa_edit_webauthn": library(pk=987_654_321),
    "mfa_remove_webauthn": library(pk=987_654_321),
    "mfa_deactivate_totp": library(),
    "mfa_view_recovery_codes": library(),
    "mfa_generate_recovery_codes": library(),
    "mfa_download_recovery_codes": library(),
}
