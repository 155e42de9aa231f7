"""Objects of the public site for the access table: an institution that nobody is shown, a report, a publication."""

from __future__ import annotations

from typing import Any

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Status
from institutions.enums.suspected import SiteOrigin
from institutions.models import Institution, WhitelistPublication
from institutions.services.register import create_institution
from institutions.services.suspected.reporting import report
from tests.people import AT, ON


def _by() -> Viewer:
    return system_viewer(label="tests")


def applying(institution: Institution) -> Institution:
    return create_institution(
        county=institution.county,
        name="慈溪市浒山新芽艺术培训有限公司",
        town=institution.town,
        status=Status.APPLYING,
        effective_on=ON,
        by=_by(),
        at=AT,
        why="申请设立",
    )


def site_report(institution: Institution) -> Any:
    return report(
        county=institution.county,
        town=institution.town,
        address=f"教场山路{institution.pk}号",
        taught="小学数学",
        origin=SiteOrigin.PUBLIC,
        by=_by(),
        at=AT,
    )


def suspected_site(institution: Institution) -> Any:
    return site_report(institution).site


def publication(institution: Institution) -> Any:
    return WhitelistPublication.objects.create(
        county=institution.county,
        number=1,
        published_on=ON,
        entered=0,
        left=0,
        total=0,
        recorded_at=AT,
        recorded_by_id=_by().actor_id,
    )
