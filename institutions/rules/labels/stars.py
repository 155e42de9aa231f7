"""The star rating in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.stars import RatingCause, StarField, StarState, StarVerb

STAR_FIELD: Final[dict[StrEnum, Message]] = {
    StarField.ENROLMENT: msg("Enrolment and advertising"),
    StarField.FEES: msg("Fees and refunds"),
    StarField.TEACHING: msg("Teachers and teaching"),
    StarField.MANAGEMENT: msg("Basic management"),
    StarField.SERVICE: msg("Service to society"),
}
STAR_STATE: Final[dict[StarState, Message]] = {
    StarState.DRAFT: msg("Draft"),
    StarState.SUBMITTED: msg("In review by the association"),
    StarState.RETURNED: msg("Returned for correction"),
    StarState.REVIEWED: msg("Decision awaited"),
    StarState.AWARDED: msg("To be published"),
    StarState.PUBLISHED: msg("Published"),
    StarState.REFUSED: msg("Not rated"),
    StarState.WITHDRAWN: msg("Withdrawn"),
}
STAR_VERB: Final[dict[StarVerb, Message]] = {
    StarVerb.APPLY: msg("Began the application"),
    StarVerb.SUBMIT: msg("Hand in the application"),
    StarVerb.RETURN: msg("Return for correction"),
    StarVerb.CONCLUDE: msg("Review concluded"),
    StarVerb.SEND_BACK: msg("Ask for another review"),
    StarVerb.AWARD: msg("Award stars"),
    StarVerb.REFUSE: msg("Award none"),
    StarVerb.PUBLISH: msg("Publish the stars"),
    StarVerb.WITHDRAW: msg("Withdraw the application"),
}
RATING_CAUSE: Final[dict[RatingCause, Message]] = {
    RatingCause.AWARDED: msg("Awarded"),
    RatingCause.ARCHIVE: msg("From the archive of 2019-20"),
    RatingCause.LOWERED: msg("Lowered"),
    RatingCause.STRIPPED: msg("Stripped"),
}
