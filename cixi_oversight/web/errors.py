"""What the frame itself refuses. Plain Python; `refusals` makes pages of it."""

from __future__ import annotations

from cixi_oversight.errors import DomainError, Refusal


class UnknownParameter(DomainError):
    """An address with a filter that the list does not have: answered, never ignored."""

    code = "unknown_parameter"
    message = "The address contains “%(name)s”, which this page does not know. Open the page from the menu again."
    refusal = Refusal.MALFORMED


class UnreadableParameter(DomainError):
    code = "unreadable_parameter"
    message = "“%(name)s” in the address cannot be read. Open the page from the menu again."
    refusal = Refusal.MALFORMED


class NoViewName(DomainError):
    code = "saved_view_without_name"
    message = "Give the view a name of at most 40 characters."
    refusal = Refusal.MALFORMED
