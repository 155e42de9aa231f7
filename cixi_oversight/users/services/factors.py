"""Second factors: who must have one, no code twice, removing one that was lost, sealing by the current key."""

from __future__ import annotations

import datetime as dt
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import transaction

from cixi_oversight import sealing
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.errors import NoFactor, NotOneself
from cixi_oversight.users.models import TotpStep, User
from cixi_oversight.users.ports.factors import FACTORS, open_secret, seal_secret
from cixi_oversight.users.services.audit import audited

# GB/T 22239, 身份鉴别 d: who decides about institutions or about money
_WITH_FACTOR: Final = frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE})


def needs_factor(viewer: Viewer) -> bool:
    return viewer.kind is ViewerKind.STAFF or bool(viewer.roles & _WITH_FACTOR)


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def take_step(*, user: User, secret: str, code: str) -> bool:
    """Whether the code's time step is newer than the last one taken; it is taken by that. Kept in the database:
    no restart and no emptied cache lets a code in twice."""
    typed = code.replace(" ", "")
    steps = [step for step in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, step)) == typed]
    if not steps:
        return False
    TotpStep.objects.get_or_create(user=user, defaults={"step": 0})
    return TotpStep.objects.filter(user=user, step__lt=max(steps)).update(step=max(steps)) == 1


@transaction.atomic
def remove_factors(*, user: User, by: Viewer, why: str, at: dt.datetime) -> int:
    """For somebody who lost his phone: the next sign-in sets up a new one. Raises NotOneself, NoFactor."""
    if user.pk == by.user_id:
        raise NotOneself
    rows = Authenticator.objects.select_for_update().filter(user=user)
    kinds = sorted(rows.values_list("type", flat=True))
    if not kinds:
        raise NoFactor
    rows.delete()
    audited("users.factors_removed", by=by, subject=("user", user.pk), why=why, at=at, types=kinds)
    return len(kinds)


def reseal() -> int:
    """Seal by the current key what an older one sealed; returns how many rows. Raises SealBroken."""
    prefix, done = sealing.seal_ring().current.prefix, 0
    for pk in Authenticator.objects.exclude(type="webauthn").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            old = [name for name in ("secret", "seed") if name in row.data and not row.data[name].startswith(prefix)]
            if not old:
                continue
            row.data |= {name: seal_secret(open_secret(row.data[name])) for name in old}
            row.save(update_fields=["data"])
            done += 1
    return done
