"""Who may do what with complaints. Which rows is another question: `Complaint.objects.visible_to`."""

from typing import Final

from cixi_oversight.permissions import OFFICERS, Role, right

VIEW_COMPLAINTS: Final = right("inspections.view_complaints", OFFICERS | {Role.API_CLIENT})
RECEIVE_COMPLAINT: Final = right(
    "inspections.receive_complaint",
    {
        Role.SECTION_CHIEF,
        Role.REGISTRAR,
        Role.INSPECTOR,
        Role.TOWN_OFFICER,
        Role.SERVICE_CENTRE_CLERK,
        Role.DEPARTMENT_OFFICER,
        Role.API_CLIENT,
    },
)
JUDGE_VALIDITY: Final = right("inspections.judge_validity", {Role.SECTION_CHIEF, Role.INSPECTOR, Role.LEGAL_REVIEWER})
# to hand the complainant a link, see those given out, revoke one
ISSUE_LINK: Final = right("inspections.issue_link", RECEIVE_COMPLAINT.roles | {Role.LEGAL_REVIEWER})
RESOLVE_COMPLAINT: Final = right("inspections.resolve_complaint", {Role.SECTION_CHIEF, Role.INSPECTOR})
