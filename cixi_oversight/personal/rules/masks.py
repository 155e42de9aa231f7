"""The masked forms that pages show: enough to recognise a value that one knows, too little to learn it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cixi_oversight.personal.enums import Field


def mask_name(name: str) -> str:
    """张三丰 -> 张**, 张三 -> 张*. A name of one character shows nothing."""
    return "*" if len(name) < 2 else name[0] + "*" * (len(name) - 1)


def mask_phone(phone: str) -> str:
    """13812345678 -> 138****5678; a line keeps its area code and two digits: 057463012345 -> 0574******45."""
    if len(phone) == 11 and phone[0] == "1":
        return _keep(phone, 3, 4)
    return _keep(phone, 4 if len(phone) >= 10 else 2, 2)


def mask_document(number: str) -> str:
    """330282199001011234 -> 3302**********1234; shorter papers keep two and two."""
    return _keep(number, 4, 4) if len(number) == 18 else _keep(number, 2, 2)


def mask_certificate(number: str) -> str:
    """20193302142000567 -> 2019*********0567, as posting boards show it."""
    return _keep(number, 4, 4) if len(number) >= 12 else _keep(number, 2, 2)


def mask_account(number: str) -> str:
    return _keep(number, 4, 4) if len(number) >= 12 else _keep(number, 2, 2)


def mask_address(address: str) -> str:
    """The place down to the county, as a rule six characters; the rest has no length."""
    return address[: min(6, len(address) // 2)] + "***"


def _keep(text: str, head: int, tail: int) -> str:
    """First and last characters; whatever their number, at least four are hidden, or all."""
    hidden = len(text) - head - tail
    return "*" * len(text) if hidden < 4 else text[:head] + "*" * hidden + text[-tail:]


MASKS: Final[Mapping[Field, Callable[[str], str]]] = {
    Field.NAME: mask_name,
    Field.PHONE: mask_phone,
    Field.DOCUMENT_NUMBER: mask_document,
    Field.PAYEE_ACCOUNT: mask_account,
    Field.ADDRESS: mask_address,
    Field.CERTIFICATE_NUMBER: mask_certificate,
}
