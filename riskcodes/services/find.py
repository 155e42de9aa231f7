"""An institution by what an officer has at hand: public id, unified social credit code or name."""

from __future__ import annotations

from django.db.models import Q

from cixi_oversight.errors import NotFound
from institutions.models import Institution
from riskcodes.errors import SeveralFound


def find_institution(text: str) -> Institution:
    """Raises NotFound, or SeveralFound where a name is not unique."""
    text = text.strip()
    by_key = Institution.objects.filter(Q(public_id=text) | Q(uscc=text.upper())).first()
    if by_key is not None:
        return by_key
    named = list(Institution.objects.filter(Q(name=text) | Q(trade_name=text)).order_by("id")[:10])
    if not named:
        raise NotFound
    if len(named) > 1:
        raise SeveralFound(ids=", ".join(institution.public_id for institution in named))
    return named[0]
