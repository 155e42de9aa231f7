"""What the zeroing plan refuses."""

from cixi_oversight.errors import DomainError


class NotAcademic(DomainError):
    code = "not_academic"
    message = "Only an academic institution that has not ended is in the zeroing plan."


class PlanInPast(DomainError):
    code = "plan_in_past"
    message = "%(day)s lies in the past. Plan a day from today on."
