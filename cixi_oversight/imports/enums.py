"""Closed sets of imports. Values are stored; labels are worded at the door (`rules/labels`)."""

from enum import StrEnum


class SourceKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PASTE = "paste"


class BatchState(StrEnum):
    """A file's way: read and checked, then applied or put away. A refused file leaves no batch."""

    READ = "read"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN = frozenset({BatchState.READ, BatchState.CHECKED})


class FieldKind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    USCC = "uscc"
    PERMIT_NUMBER = "permit_number"
    CHOICE = "choice"
    LOOKUP = "lookup"
    DATE = "date"
    AMOUNT = "amount"
    INTEGER = "integer"
    PHONE = "phone"


class DateForm(StrEnum):
    """SHEETS 3: a profile names what it takes."""

    ISO = "iso"  # 2023-05-01, also with a time of midnight
    DOTTED = "dotted"  # 2023.5.1, 2023/5/1, 2023-5-1
    CHINESE = "chinese"  # 2023年5月1日
    CHINESE_NUMERALS = "chinese_numerals"  # 二〇二三年五月一日
    EXCEL_SERIAL = "excel_serial"  # 45047
    MONTH = "month"  # 2023年5月, 2023.5: the first day, or the last of an expiry
    MDDYYYY = "mddyyyy"  # 5012023
    OPEN_ENDED = "open_ended"  # 长期


class DateEdge(StrEnum):
    """Which day of a month stands for the month."""

    FIRST = "first"
    LAST = "last"


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNSURE = "unsure"
    REFUSED = "refused"
    SKIPPED = "skipped"  # a person decided earlier to leave this very row out


class MatchKey(StrEnum):
    """By what a row was recognised."""

    USCC = "uscc"
    PERMIT = "permit"
    NAME_ADDRESS = "name_address"
    DECISION = "decision"
    REFERENCE = "reference"
    NONE = ""


class Certainty(StrEnum):
    """How sure a match is: a code names one thing; a permit number was given once; names repeat."""

    CERTAIN = "certain"
    STRONG = "strong"
    FAIR = "fair"
    NONE = ""


class Decision(StrEnum):
    """What a person says of an unsure row."""

    SAME = "same"
    SITE = "site"
    NEW = "new"
    SKIP = "skip"


class FaultStage(StrEnum):
    READING = "reading"
    CHECKING = "checking"
