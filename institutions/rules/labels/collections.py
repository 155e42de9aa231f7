"""Collections in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.collections import (
    Addressee,
    CollectionState,
    CollectionVerb,
    PartState,
    PartVerb,
    Shape,
    Source,
)
from institutions.rules.filings.schema import FieldType

COLLECTION_STATE: Final[dict[StrEnum, Message]] = {
    CollectionState.DRAFT: msg("Being drawn up"),
    CollectionState.SENT: msg("Being answered"),
    CollectionState.CLOSED: msg("Closed"),
    CollectionState.WITHDRAWN: msg("Withdrawn"),
}
COLLECTION_VERB: Final[dict[StrEnum, Message]] = {
    CollectionVerb.CREATE: msg("Drew up the collection"),
    CollectionVerb.SEND: msg("Send out"),
    CollectionVerb.MOVE_DUE: msg("Move the due day"),
    CollectionVerb.CLOSE: msg("Close the collection"),
    CollectionVerb.REOPEN: msg("Open the collection again"),
    CollectionVerb.WITHDRAW: msg("Withdraw the collection"),
}
PART_STATE: Final[dict[StrEnum, Message]] = {
    PartState.WAITING: msg("To be filled in"),
    PartState.SUBMITTED: msg("Handed in"),
    PartState.RETURNED: msg("Sent back to be put right"),
    PartState.ACCEPTED: msg("Taken over"),
}
PART_VERB: Final[dict[StrEnum, Message]] = {
    PartVerb.ASK: msg("Was asked"),
    PartVerb.SUBMIT: msg("Hand in"),
    PartVerb.RETURN: msg("Send back"),
    PartVerb.ACCEPT: msg("Take over"),
}
ADDRESSEE: Final[dict[StrEnum, Message]] = {
    Addressee.TOWNS: msg("The town offices"),
    Addressee.INSTITUTIONS: msg("The institutions"),
}
SHAPE: Final[dict[StrEnum, Message]] = {
    Shape.INSTITUTIONS: msg("One row an institution, filled in from the register beforehand"),
    Shape.FREE: msg("As many rows as there are to report"),
}
SOURCE: Final[dict[StrEnum, Message]] = {
    Source.NAME: msg("Name of the institution"),
    Source.USCC: msg("Unified social credit code"),
    Source.TRADE_NAME: msg("Trade name"),
    Source.TOWN: msg("Town"),
    Source.CATEGORY: msg("Category"),
    Source.LEGAL_FORM: msg("Legal form"),
    Source.STAGE: msg("Stage"),
    Source.STATUS: msg("Status"),
    Source.PERMIT_NUMBER: msg("Permit number"),
    Source.PERMIT_EXPIRES_ON: msg("Permit valid until"),
    Source.MAIN_ADDRESS: msg("Address of the main site"),
}
TYPE: Final[dict[StrEnum, Message]] = {
    FieldType.TEXT: msg("Short text"),
    FieldType.LONG_TEXT: msg("Long text"),
    FieldType.WHOLE_NUMBER: msg("Whole number"),
    FieldType.YUAN: msg("Amount in yuan"),
    FieldType.AREA: msg("Area in m²"),
    FieldType.DAY: msg("Day"),
    FieldType.CHOICE: msg("One of several choices"),
    FieldType.YES_NO: msg("Yes or no"),
}
