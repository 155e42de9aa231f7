"""What teaching refuses, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class OtherAuthority(DomainError):
    """Academic material is the bureau's to decide, other material the sector authority's."""

    code = "other_authority"
    message = "%(authority)s decides on this material."
    refusal = Refusal.FORBIDDEN


class LessonForbidden(DomainError):
    """A timetable with a lesson in a forbidden time is not published."""

    code = "lesson_forbidden"
    message = "%(finding)s"


class NotInForce(DomainError):
    """What a class or plan refers to is not on the register (any more)."""

    code = "not_in_force"
    message = "%(code)s is not in force."
