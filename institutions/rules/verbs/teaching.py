"""What the audit calls acts on teaching."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.record_staff": msg("Recorded the staff"),
    "institutions.record_courses": msg("Recorded courses and fees"),
    "institutions.publish_timetable": msg("Published a timetable"),
    "institutions.record_plan": msg("Recorded a teaching plan"),
    "institutions.record_material": msg("Approved training material"),
}
