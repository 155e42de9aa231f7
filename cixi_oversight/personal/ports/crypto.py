"""What the vault binds a sealed value to: the row's public id and the field's name. The algorithms are `sealing`'s."""

from __future__ import annotations

from cixi_oversight import sealing
from cixi_oversight.sealing import NONCE, TAG, Key, Ring, check_keys, index_ring, seal_ring

__all__ = [
    "NONCE",
    "TAG",
    "Key",
    "Ring",
    "check_keys",
    "index_of",
    "index_ring",
    "indexes_of",
    "seal",
    "seal_ring",
    "unseal",
]


def seal(text: str, *, row: str, field: str, nonce: bytes | None = None) -> str:
    """Under the current key. `nonce` is given only by the demo's builder, whose rows are the same for the same seed."""
    return sealing.seal(text, bound_to=_bound_to(row, field), nonce=nonce)


def unseal(stored: str, *, row: str, field: str) -> str:
    """Raises SealBroken: changed, of another row or field, or sealed by a key that this host does not have."""
    return sealing.unseal(stored, bound_to=_bound_to(row, field))


def index_of(value: str, *, field: str) -> str:
    """What equal values have in common, under the current index key. `value` is in its one normal form."""
    return sealing.index(index_ring().current, value, field=field)


def indexes_of(value: str, *, field: str) -> list[str]:
    """Under every index key: rows that a rotation has not reached yet are found too."""
    return [sealing.index(key, value, field=field) for key in index_ring().keys.values()]


def _bound_to(row: str, field: str) -> bytes:
    return f"personal_person/{row}/{field}".encode()
