"""Pages of a list by key: "more" continues after the last row seen, however long the list and whatever was added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet

from cixi_oversight.web.errors import UnreadableParameter

_SALT: Final = "web.keyset"


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key; `unique`, mostly the primary key, breaks ties in the same direction. Empty values come last."""

    key: str
    field: str
    descending: bool = False
    unique: str = "pk"

    def applied(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        last = f"-{self.unique}" if self.descending else self.unique
        if self.field == self.unique:
            return queryset.order_by(last)
        by = F(self.field).desc(nulls_last=True) if self.descending else F(self.field).asc(nulls_last=True)
        return queryset.order_by(by, last)

    def after(self, queryset: QuerySet[Any], cursor: str) -> QuerySet[Any]:
        """Rows that follow the one that `cursor` names. Raises UnreadableParameter for a forged or foreign cursor."""
        value, pk = self._read(queryset, cursor)
        beyond = {f"{self.unique}__{'lt' if self.descending else 'gt'}": pk}
        if self.field == self.unique:
            return queryset.filter(**beyond)
        if value is None:
            return queryset.filter(Q(**{f"{self.field}__isnull": True}, **beyond))
        further = Q(**{f"{self.field}__{'lt' if self.descending else 'gt'}": value})
        if not _may_be_null(queryset, self.field):
            # said twice, so that an index on the field is entered where the page begins
            start = queryset.filter(**{f"{self.field}__{'lte' if self.descending else 'gte'}": value})
            return start.filter(further | Q(**beyond))
        return queryset.filter(further | Q(**{self.field: value}, **beyond) | Q(**{f"{self.field}__isnull": True}))

    def cursor(self, row: Any) -> str:
        value: Any = None
        if self.field != self.unique:
            value = row
            for part in self.field.split("__"):
                value = getattr(value, part, None)
        text = json.dumps(
            [self.key, self.descending, value, getattr(row, self.unique)], cls=DjangoJSONEncoder, separators=(",", ":")
        )
        return signing.dumps(text, salt=_SALT)

    def _read(self, queryset: QuerySet[Any], cursor: str) -> tuple[Any, int]:
        try:
            key, descending, value, pk = json.loads(signing.loads(cursor, salt=_SALT))
            if (key, descending) != (self.key, self.descending):
                raise UnreadableParameter(name="after")
            return (None if value is None else _output_field(queryset, self.field).to_python(value)), int(pk)
        except (signing.BadSignature, ValueError, TypeError):
            raise UnreadableParameter(name="after") from None


def _may_be_null(queryset: QuerySet[Any], name: str) -> bool:
    """Of an annotation and across a join we do not know."""
    return "__" in name or name in queryset.query.annotations or bool(_output_field(queryset, name).null)


def _output_field(queryset: QuerySet[Any], name: str) -> Any:
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    if name == "pk":
        return queryset.model._meta.pk
    model, field = queryset.model, None
    for part in name.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    return field
