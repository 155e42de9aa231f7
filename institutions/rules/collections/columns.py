"""The columns of a collection: at most twenty, none of them about a person.

There is no type for a name, a telephone or a document number; a column whose heading asks for one is refused, for such
data belong into the vault (Personal Information Protection Law, arts. 6 and 51). A column that is filled in from the
register has the type of the register's field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.collections import Source
from institutions.rules.filings.schema import Field, FieldType

COLUMNS_MAX: Final = 20
ROWS_MAX: Final = 5_000
TYPES: Final = (
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.WHOLE_NUMBER,
    FieldType.YUAN,
    FieldType.AREA,
    FieldType.DAY,
    FieldType.CHOICE,
    FieldType.YES_NO,
)
_SOURCE_TYPES: Final = {Source.PERMIT_EXPIRES_ON: FieldType.DAY}
# headings that ask for somebody, in the words an office uses
_PERSONAL: Final = re.compile(
    r"姓名|手机|身份证|证件号|护照|银行卡|卡号|家庭住址|住址|户籍|出生|生日|微信|QQ|邮箱|籍贯|家长电话|学生电话"
    r"|联系电话|联系方式|联系人|法定代表人|法人代表|校长名|负责人|经办人|名单|民族|政治面貌|病史"
    r"|\b(phone|mobile|id card|id number|passport|bank card|birth|e-?mail|wechat|contact person|full name)\b",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"(数|人数|数量|比例|份数|个数|是否.*|有无.*)$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as an officer wrote it."""

    name: str
    type: FieldType
    is_required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which column or row; 0: in none in particular."""

    message: Message
    number: int = 0


def faults(columns: Sequence[Column]) -> list[Fault]:
    """Everything that is wrong with the columns, each at its number from 1 on."""
    if not columns:
        return [Fault(msg("Enter at least one column."))]
    found: list[Fault] = []
    if len(columns) > COLUMNS_MAX:
        found.append(Fault(msg("A collection has at most %(most)s columns.", most=COLUMNS_MAX)))
    seen: set[str] = set()
    for number, column in enumerate(columns, 1):
        wrong = _wrong(column)
        if wrong is None and column.name in seen:
            wrong = msg("Two columns are called “%(name)s”. Name them apart.", name=column.name)
        if wrong is not None:
            found.append(Fault(wrong, number))
        seen.add(column.name)
    return found


def _wrong(column: Column) -> Message | None:
    if not column.name:
        return msg("Give the column a name.")
    if column.type not in TYPES or asks_for_a_person(column.name):
        return msg(
            "“%(name)s” would collect data of persons. A collection takes none; ask for numbers instead.",
            name=column.name,
        )
    if column.type is FieldType.CHOICE and len(set(column.choices)) < 2:
        return msg("Write at least two choices for “%(name)s”.", name=column.name)
    return None


def asks_for_a_person(name: str) -> bool:
    """Whether a heading asks for somebody's data. How many of them there are, or whether, may be asked."""
    return bool(_PERSONAL.search(name)) and not _COUNTED.search(name)


def type_of(source: Source) -> FieldType:
    """The type of a column that the register fills in."""
    return _SOURCE_TYPES.get(source, FieldType.TEXT)


def field_of(key: str, column: Column) -> Field:
    """The column as the filings' reader and checker know fields."""
    long = column.type is FieldType.LONG_TEXT
    return Field(
        key=key,
        label=Message(column.name),
        type=column.type,
        required=column.is_required,
        choices=tuple((choice, Message(choice)) for choice in column.choices) or None,
        max_length=600 if long else 200,
        low=0 if column.type in (FieldType.YUAN, FieldType.AREA) else None,
    )


def words_of(column: Column) -> dict[str, str]:
    """How choices are recognised in a sheet: in small letters."""
    return {choice.lower(): choice for choice in column.choices}
