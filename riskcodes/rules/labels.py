"""Words of the closed sets, as the glossary has them."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Colour, Family, Level, RunKind, RunState, Source
from riskcodes.rules.indicators.base import Unit

COLOUR: Final[dict[Colour, Message]] = {
    Colour.GREEN: msg("Green"),
    Colour.YELLOW: msg("Yellow"),
    Colour.RED: msg("Red"),
    Colour.NONE: msg("No code"),
}
FAMILY: Final[dict[Family, Message]] = {
    Family.SCALE: msg("Scale"),
    Family.STATEMENTS: msg("Financial statements"),
    Family.INSURANCE: msg("Insurance"),
    Family.COMPLAINTS: msg("Valid complaints"),
}
SOURCE: Final[dict[Source, Message]] = {
    Source.ENROLMENT_RETURNS: msg("Monthly enrolment returns"),
    Source.REGISTRATIONS: msg("Registrations"),
    Source.FINANCIAL_STATEMENTS: msg("Quarterly financial statements"),
    Source.INSURANCE_POLICIES: msg("Insurance policies"),
    Source.COMPLAINTS: msg("Complaints"),
}
LEVEL: Final[dict[Level, Message]] = {
    Level.GREEN: msg("Within limits"),
    Level.YELLOW: msg("Over the yellow limit"),
    Level.RED: msg("Over the red limit"),
    Level.GREY: msg("Missing or out of date"),
    Level.NOT_APPLICABLE: msg("Not applicable"),
}
RUN_KIND: Final[dict[RunKind, Message]] = {
    RunKind.NIGHT: msg("Night"),
    RunKind.SINGLE: msg("Single recomputation"),
    RunKind.RECONSTRUCTION: msg("Reconstruction"),
}
RUN_STATE: Final[dict[RunState, Message]] = {
    RunState.COMPUTING: msg("Computing"),
    RunState.PUBLISHED: msg("Published"),
    RunState.FAILED: msg("Failed"),
}
UNIT: Final[dict[Unit, Message]] = {
    Unit.PERCENT: msg("%"),
    Unit.FEN: msg("yuan a student"),
    Unit.DAYS: msg("days"),
    Unit.PER_HUNDRED: msg("a hundred students"),
    Unit.QUARTERS: msg("quarters"),
}
COLOUR_CODE: Final[dict[Colour, Message]] = {
    Colour.GREEN: msg("Green code"),
    Colour.YELLOW: msg("Yellow code"),
    Colour.RED: msg("Red code"),
    Colour.NONE: msg("No code"),
}
# before the ground of a figure that nobody has confirmed
PROPOSED: Final = msg("starting value, not confirmed by the bureau")
# what a week's or a single decision is confirmed with
ADOPTED_DONE: Final = msg("%(count)s codes adopted.")
# the pages of the section
PAGE: Final[dict[str, Message]] = {
    "board": msg("Board"),
    "adopt": msg("Adoption"),
    "runs": msg("Nightly runs"),
    "rules": msg("Indicators and limits"),
    "sources": msg("Sources of data"),
}
# tables of evidence, and the columns that are read from them
RECORD: Final[dict[str, Message]] = {
    "institutions.EnrolmentReturn": msg("Enrolment return"),
    "institutions.Registration": msg("Registration certificate"),
    "institutions.FinancialStatement": msg("Financial statement"),
    "institutions.FilingDue": msg("Filing owed"),
    "institutions.InsurancePolicy": msg("Insurance policy"),
    "inspections.Complaint": msg("Complaint"),
    "inspections.ComplaintValidity": msg("Decision on validity"),
    "inspections.ComplaintResolution": msg("Resolution"),
}
FIGURE: Final[dict[str, Message]] = {
    "month": msg("Month"),
    "students": msg("Students"),
    "prepaid_balance_fen": msg("Prepaid, not consumed"),
    "registered_capital_fen": msg("Registered capital"),
    "quarter": msg("Quarter"),
    "current_assets_fen": msg("Current assets"),
    "current_liabilities_fen": msg("Current liabilities"),
    "contract_liabilities_fen": msg("Contract liabilities"),
    "net_profit_fen": msg("Net profit"),
    "net_assets_fen": msg("Net assets"),
    "from_on": msg("From"),
    "to_on": msg("Until"),
    "insured_persons": msg("Insured persons"),
    "due_on": msg("Due on"),
    "period": msg("Period from"),
    "received_on": msg("Received on"),
    "is_valid": msg("Valid"),
    "decided_on": msg("Decided on"),
    "resolved_on": msg("Resolved on"),
    "reason": msg("Reason"),
}
YES_NO: Final[dict[bool, Message]] = {True: msg("yes"), False: msg("no")}


def cited(citation: str) -> Message | str:
    """The grounds of version 1 are worded in either language; what an officer wrote stands as it is."""
    mark, separator, ground = citation.partition("; ")
    if not separator or mark != PROPOSED.id:
        return citation
    return msg("%(mark)s; %(ground)s", mark=Message(mark), ground=Message(ground))
