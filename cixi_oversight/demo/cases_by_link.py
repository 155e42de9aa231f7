"""Entries of the demo that came without an account: one being written, whose link is printed in the README, and one
that the window has returned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.links import rename
from cixi_oversight.demo.people import seal_again
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.users.models import SignedLink, Town
from cixi_oversight.users.services import links
from cixi_oversight.users.services.viewer import system_viewer
from institutions.models import RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.services.cases import drafts, entering, submitting, window
from institutions.services.cases.window import Item

if TYPE_CHECKING:
    from cixi_oversight.demo.cases import Office

# Opens a draft of the demo city, and nothing anywhere else. Not a secret: it stands in the README.
TOKEN: Final = "demo-only-link-of-somebody-who-founds-one-x"  # noqa: S105
_DAY: Final = dt.timedelta(days=1)
_WRITTEN: Final = (
    ("慈溪市浒山墨韵书法培训有限公司", "黄墨", TOKEN, 2),
    ("慈溪市古塘童声合唱培训有限公司", "周童", "", 6),
)
_RETURNED: Final = (
    Item("field", "address", "请写明楼层和门牌号"),
    Item("document", "premises", "租赁合同缺出租人签字页"),
)


def apply_by_link(office: Office, payload: dict[str, object]) -> None:
    """What `payload` says of an entry is filled in for each; the second is handed in and returned."""
    for name, person, token, days_ago in _WRITTEN:
        at = clock.at(office.workday(office.plan.as_of - days_ago * _DAY), 20 if token else 9, 12)
        row, holder = _begin(office, name, person, token, at)
        version = row.version
        said = payload | {"name": name, "town": row.payload["town"]}
        if token:
            said.pop("capital_fen")
        row = drafts.save_draft(case=row, values=said, expected_version=version, by=holder, at=at + _DAY / 48)
        office.hand_in(row, at + _DAY / 24, leave_out=3 if token else 0)
        if token:
            continue
        row = submitting.submit(case=row, expected_version=row.version, by=holder, at=at + _DAY / 24)
        later = clock.at(office.workday(at.date() + 2 * _DAY), 15, 30)
        note = "请通过查询链接补正后重新提交。"
        window.return_case(case=row, items=_RETURNED, note=note, by=office.account("clerk"), at=later)


def _begin(office: Office, name: str, person: str, token: str, at: dt.datetime) -> tuple[RegistrationCase, Viewer]:
    """The draft, and who holds its link."""
    town = Town.objects.filter(county=office.county, name__startswith=name[3:5]).earliest("code")
    phone = f"120{office.draw.randint(10_000_000, 99_999_999)}"
    row, _token = entering.begin_entry(
        town=town,
        name=name,
        applicant={"name": person, "phone": phone},
        by=system_viewer(label="public"),
        at=at,
        token=token,
    )
    assert row.applicant is not None  # noqa: S101
    seal_again(row.applicant, {Field.NAME: person, Field.PHONE: phone}, office.plan)
    link = SignedLink.objects.select_related("holder").get(subject_kind=SUBJECT, subject_id=row.pk)
    rename(link, public_id(office.draw))
    links.note_opening(link, at=at)
    return row, links.viewer_of(link)
