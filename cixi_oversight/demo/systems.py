"""Other departments' systems of the demo, with one key that everybody may know.

The key says `demo` in itself: wherever the setting API_KEY_ENVIRONMENT says something else, it is refused before
anything is looked up.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from cixi_oversight import clock
from cixi_oversight.audit.services.feed import number_all
from cixi_oversight.demo.accounts import JOINED_ON
from cixi_oversight.demo.facts import Facts
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import ApiClient, ApiKey, Department, User
from cixi_oversight.users.rules.keys import read_key
from cixi_oversight.users.rules.scopes import every_scope
from cixi_oversight.users.services.clients import create_client, grant_scopes
from cixi_oversight.users.services.viewer import viewer_of

SANDBOX_KEY: Final = "cx_demo_sandbox2_public-in-every-copy-of-the-demo-0123456789"  # no secret: see above
SANDBOX_UNTIL: Final = dt.date(2099, 12, 31)
_SINCE: Final = dt.date(2026, 3, 2)
_READING: Final = ("institutions:read", "risk_codes:read", "events:read")
_WORKING: Final = (*_READING, "assignments:read", "assignments:write")
# department, system, whom to ring, scopes
_SYSTEMS: Final = (
    (DepartmentKind.SERVICE_CENTRE, "12345 政务服务热线平台", "热线工单组", tuple(every_scope())),
    (DepartmentKind.MARKET_SUPERVISION, "市场监管综合平台", "信息科值班室", _WORKING),
    (DepartmentKind.POLITICS_LAW, "基层治理四平台", "综合信息指挥室", (*_READING, "complaints:read")),
)


def register_systems(facts: Facts) -> None:
    """As the administrators would have done it; and the events of the seeded adoptions get their numbers."""
    county_id = facts.places[0].county_id
    made = [_register(county_id, *system) for system in _SYSTEMS]
    _give_key(made[0])
    number_all()


def _register(county_id: int, kind: DepartmentKind, name: str, contact_role: str, scopes: tuple[str, ...]) -> ApiClient:
    at = clock.at(_SINCE, 10)
    department = Department.objects.get(county_id=county_id, kind=kind, town=None)
    client = create_client(department=department, name=name, contact_role=contact_role, by=_admin("sysadmin"), at=at)
    return grant_scopes(
        client=client,
        scopes=scopes,
        version=client.version,
        by=_admin("secadmin"),
        why="部门系统对接方案已审定",
        at=at + dt.timedelta(hours=1),
    )


def _give_key(client: ApiClient) -> None:
    read = read_key(SANDBOX_KEY)
    if read is None:
        raise RuntimeError("the sandbox key is no key")
    ApiKey.objects.create(
        client=client,
        prefix=read.prefix,
        hashed=read.hashed,
        environment=read.environment,
        expires_on=SANDBOX_UNTIL,
        created_at=clock.at(_SINCE, 14),
        created_by_id=_admin("sysadmin").actor_id,
    )


def offered_key() -> str:
    """What the sign-in page and `make demo` show, where the demo was seeded with it."""
    return SANDBOX_KEY if ApiKey.objects.filter(prefix="sandbox2").exists() else ""


def _admin(username: str) -> Viewer:
    return viewer_of(User.objects.get(username=username), on=max(JOINED_ON, _SINCE))
