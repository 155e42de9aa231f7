"""Closed sets of collections (摸底填报): a table that an officer makes up and sends out."""

from enum import StrEnum


class CollectionState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CollectionVerb(StrEnum):
    CREATE = "create"  # how it came to be; in no table
    SEND = "send"
    MOVE_DUE = "move_due"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class PartState(StrEnum):
    """Of what one town or institution owes to a collection."""

    WAITING = "waiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


OWED = frozenset({PartState.WAITING, PartState.RETURNED})


class PartVerb(StrEnum):
    ASK = "ask"  # how it came to be; in no table
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


class Addressee(StrEnum):
    """Who answers."""

    TOWNS = "towns"
    INSTITUTIONS = "institutions"


class Shape(StrEnum):
    """What a row of the sheet is."""

    INSTITUTIONS = "institutions"  # one an institution, filled in beforehand from the register
    FREE = "free"  # as many as there are to report


class Source(StrEnum):
    """Fields of the register that a column can be filled in from beforehand. None of them is about a person."""

    NAME = "name"
    USCC = "uscc"
    TRADE_NAME = "trade_name"
    TOWN = "town"
    CATEGORY = "category"
    LEGAL_FORM = "legal_form"
    STAGE = "stage"
    STATUS = "status"
    PERMIT_NUMBER = "permit_number"
    PERMIT_EXPIRES_ON = "permit_expires_on"
    MAIN_ADDRESS = "main_address"
