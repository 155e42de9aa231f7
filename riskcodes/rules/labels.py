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
