"""What the audit calls the acts of the star rating."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.apply_for_stars": msg("Began an application for stars"),
    "institutions.save_star_application": msg("Saved an application for stars"),
    "institutions.move_star_application": msg("Moved an application for stars on"),
    "institutions.review_stars": msg("Gave points in a star review"),
    "institutions.stand_back": msg("Stood back from a star review"),
    "institutions.change_stars": msg("Lowered or stripped stars"),
}
