"""Who may do what in the register. Which rows is another question: `Institution.objects.visible_to`."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.status import STATUS
from institutions.rules.talks import CASEWORKERS, TALK

_REGISTRARS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF})
_COUNTER: Final = _REGISTRARS | {Role.SERVICE_CENTRE_CLERK}

VIEW_REGISTER: Final = right("institutions.view_register", OFFICERS | {Role.ASSOCIATION_OFFICER, Role.API_CLIENT})
CREATE_INSTITUTION: Final = right("institutions.create_institution", _COUNTER)
EDIT_REGISTER: Final = right("institutions.edit_register", _REGISTRARS)
OVERRIDE_USCC: Final = right("institutions.override_uscc", {Role.SECTION_CHIEF})
EDIT_SITES: Final = right("institutions.edit_sites", _COUNTER | {Role.TOWN_OFFICER})
RECORD_LICENCES: Final = right("institutions.record_licences", _COUNTER)
VIEW_OWN_LICENCES: Final = right("institutions.view_own_licences", INSTITUTION)
ADD_OWN_COPY: Final = right("institutions.add_own_copy", {Role.INSTITUTION_OWNER})
RECORD_FILINGS: Final = right("institutions.record_filings", _REGISTRARS | {Role.FUNDS_OFFICER})
# one right to open the form; which verbs it offers, and to whom, is the workflow table's answer
CHANGE_STATUS: Final = right("institutions.change_status", frozenset().union(*(move.roles for move in STATUS.moves)))
ISSUE_BOARD: Final = right("institutions.issue_board", _COUNTER)
# the institution's own: its posting board, and the notices that went to it
OWN_PAPERS: Final = right("institutions.own_papers", INSTITUTION - {Role.TEACHER})
FETCH_OWN_BOARD: Final = right("institutions.fetch_own_board", {Role.INSTITUTION_OWNER})
VIEW_TALKS: Final = right("institutions.view_talks", OFFICERS)
PLAN_TALK: Final = right("institutions.plan_talk", CASEWORKERS)
# one right to open a form of the table; which verbs a role has, the table says
MOVE_TALK: Final = right("institutions.move_talk", frozenset().union(*(move.roles for move in TALK.moves)))
# who lets an institution's people in: the registrar its owner, the owner everybody else
INVITE_OWNER: Final = right("institutions.invite_owner", _REGISTRARS)
INVITE_MEMBERS: Final = right("institutions.invite_members", {Role.INSTITUTION_OWNER})
